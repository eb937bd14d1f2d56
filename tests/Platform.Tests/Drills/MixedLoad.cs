using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Ronghe.Testing;
using Xunit;

namespace Ronghe.Platform.Tests.Drills;

/// <summary>What a working day sends through the gateway: cases opened and decided, lessons completed, programmes created, counts read.</summary>
internal sealed class MixedLoad : IAsyncDisposable
{
    private const int CaseWorkers = 8;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(700);
    private static readonly string[] Learners =
        ["staff", "team-leader", "farm-manager", "b01-branch-secretary", "b01-union-treasurer", "b01-finance-head", "b01-general-manager", "b01-party-organisation"];

    private readonly Journeys.Platform platform;
    private readonly PatientCaller officer;
    private readonly CancellationTokenSource stop = new();
    private Task[] running = [];
    private volatile bool hurry;

    internal MixedLoad(Journeys.Platform platform)
    {
        this.platform = platform;
        Subsidiary = new PatientCaller(platform.Client(), () => platform.SignIn.Subsidiary());
        officer = Person("b01-union-officer");
        People = Learners.ToDictionary(name => name, Person);
    }

    /// <summary>The subsidiary's own system.</summary>
    internal PatientCaller Subsidiary { get; }

    internal IReadOnlyDictionary<string, PatientCaller> People { get; }

    /// <summary>As fast as answers come, in place of the steady rate.</summary>
    internal bool Hurry { get => hurry; set => hurry = value; }

    /// <summary>Cases that were opened and rejected, both acknowledged, by key.</summary>
    internal ConcurrentDictionary<string, Guid> Cases { get; } = new();

    internal ConcurrentDictionary<string, Guid> Programmes { get; } = new();

    internal ConcurrentDictionary<(string Person, string Lesson), Guid> Completions { get; } = new();

    /// <summary>What the titles of this load's programmes begin with.</summary>
    internal string Mark { get; } = $"演练 {Guid.CreateVersion7():N}";

    internal void Start(CancellationToken ct) => running =
    [
        .. Enumerable.Range(0, CaseWorkers).Select(_ => Repeat(OpenAndReject, Pace, ct)),
        Repeat(CreateProgramme, Pace, ct),
        Repeat(token => Subsidiary.Get("api/v1/situation/counts?unit=G/B01/", token), Pace, ct),
        .. Learners.Chunk(4).Select(some => Complete(some, ct)),
    ];

    /// <summary>Ends when everything that was begun is answered.</summary>
    internal async Task Stop()
    {
        await stop.CancelAsync();
        await Task.WhenAll(running);
    }

    /// <summary>Throws what broke a worker off; the load would otherwise fade away unseen.</summary>
    internal void ThrowIfBroken()
    {
        if (Array.Find(running, worker => worker.IsFaulted) is { } broken) broken.GetAwaiter().GetResult();
    }

    public ValueTask DisposeAsync()
    {
        stop.Dispose();
        Subsidiary.Dispose();
        officer.Dispose();
        foreach (var person in People.Values) person.Dispose();
        return ValueTask.CompletedTask;
    }

    private PatientCaller Person(string name) => new(platform.Client(), () => platform.SignIn.PersonAnew(name));

    // Between the kills a steady rate: on two cores more would starve what is starting again.
    private async Task Repeat(Func<CancellationToken, Task> act, TimeSpan pace, CancellationToken ct)
    {
        await Task.Yield();
        using var pacer = new PeriodicTimer(pace);
        try
        {
            while (!stop.IsCancellationRequested && (Hurry || await pacer.WaitForNextTickAsync(stop.Token))) await act(ct);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }

    private async Task OpenAndReject(CancellationToken ct)
    {
        var key = Guid.CreateVersion7().ToString();
        var opened = await Subsidiary.Post("api/v1/power-items/cases", key, new
        {
            itemCode = "UNI-02",
            title = "演练",
            form = new { amount = 1000, headcount = 10, festival = "NewYear" },
            materials = new[] { new { key = "plan", name = "方案.docx" } },
        }, ct);
        var caseId = opened["caseId"]!.GetValue<Guid>();
        var shown = await officer.Get($"api/v1/power-items/cases/{caseId}", ct);
        var step = shown["steps"]!.AsArray().First(one => one!["state"]!.GetValue<string>() == "Active")!;
        var decided = await officer.Post($"api/v1/power-items/cases/{caseId}/steps/{step["stepId"]}/decision", key,
            new { decision = "Reject", opinion = "演练", caseVersion = shown["caseVersion"]!.GetValue<long>() }, ct);
        Assert.Equal("Rejected", decided["state"]!.GetValue<string>());
        Assert.True(Cases.TryAdd(key, caseId));
    }

    private async Task CreateProgramme(CancellationToken ct)
    {
        var key = Guid.CreateVersion7().ToString();
        var created = await Subsidiary.Post("api/v1/welfare/programmes", key,
            new { title = $"{Mark} {key}", kind = "FestivalGift", amountPerPerson = 0.01, headcount = 1, description = "演练" }, ct);
        Assert.True(Programmes.TryAdd(key, created["programmeId"]!.GetValue<Guid>()));
    }

    // Every lesson of every learner once; after that the same again under new keys, which must change nothing.
    private async Task Complete(string[] learners, CancellationToken ct)
    {
        var lessons = Directory.EnumerateFiles(Path.Combine(Checkout.Root, "seeds", "lessons"), "*.json").Select(file => JsonNode.Parse(File.ReadAllText(file))!.AsObject()).ToList();
        var work = lessons.SelectMany(lesson => learners.Select(learner => (learner, lesson))).ToList();
        var next = 0;
        await Repeat(async token =>
        {
            var (learner, lesson) = work[next++ % work.Count];
            var code = lesson["code"]!.GetValue<string>();
            var answers = lesson["questions"]!.AsArray().Select(question => question!["answer"]!.GetValue<string>()).ToArray();
            var completed = await People[learner].Post($"api/v1/learning/lessons/{code}/completions", Guid.CreateVersion7().ToString(), new { answers }, token);
            var id = completed["completionId"]!.GetValue<Guid>();
            Assert.Equal(id, Completions.GetOrAdd((learner, code), id));
        }, Pace * 3, ct);
    }
}
