using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ronghe.Testing;

namespace Ronghe.Bench.Exam;

/// <summary>Sends at the planned moment whether or not the service keeps up, and measures from that moment to the acknowledgement.</summary>
internal sealed class Load(Uri address) : IDisposable
{
    private static readonly TimeSpan AfterKill = TimeSpan.FromSeconds(10);
    private readonly HttpClient client = new(new SocketsHttpHandler { PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5) }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(20) };
    private int excluded;
    private int retries;

    internal ConcurrentBag<double> Starts { get; } = [];

    internal ConcurrentBag<double> Answers { get; } = [];

    internal TimeSpan? KilledAt { get; set; }

    internal int Excluded => excluded;

    internal int Retries => retries;

    public void Dispose() => client.Dispose();

    internal async Task WarmUp(IEnumerable<Learner> people)
    {
        await Parallel.ForEachAsync(people, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (person, _) => await person.Once(this));
        Starts.Clear();
        Answers.Clear();
    }

    /// <summary>Repeats until the service answers; a refusal is a fault of the bench.</summary>
    internal async Task<JsonNode> Send(HttpMethod method, string path, string token, object? body, ConcurrentBag<double>? figures, Stopwatch watch)
    {
        var planned = watch.Elapsed;
        while (true)
        {
            try
            {
                using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
                using var answer = await client.SendAsync(request);
                if ((int)answer.StatusCode is >= 400 and < 500) throw new InvalidOperationException($"{path} answered {answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
                answer.EnsureSuccessStatusCode();
                var node = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
                Count(figures, planned, watch.Elapsed);
                return node;
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or IOException)
            {
                Interlocked.Increment(ref retries);
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(300, 900)));
            }
        }
    }

    private void Count(ConcurrentBag<double>? figures, TimeSpan planned, TimeSpan done)
    {
        if (KilledAt is { } killed && done > killed && planned < killed + AfterKill) Interlocked.Increment(ref excluded);
        else figures?.Add((done - planned).TotalMilliseconds);
    }
}

/// <summary>One person: starts, thinks, answers two questions a page, hands in.</summary>
internal sealed class Learner(Issuer issuer, Guid examId)
{
    private const int Pages = 8;
    private readonly string token = issuer.Token(Guid.CreateVersion7().ToString(), "person", "G/B01/F0101/", ["Staff@G/B01/F0101/"], ["learning"], TimeSpan.FromHours(3));

    /// <summary>Question and answer that the service said it has.</summary>
    internal Dictionary<int, string> Acknowledged { get; } = [];

    internal Guid AttemptId { get; private set; }

    internal Task Once(Load load) => Run(load, TimeSpan.Zero, TimeSpan.Zero, Stopwatch.StartNew());

    internal Task Sit(Load load, TimeSpan think, Stopwatch watch) => Run(load, TimeSpan.FromSeconds(Random.Shared.NextDouble() * 30), think, watch);

    private async Task Run(Load load, TimeSpan startsAfter, TimeSpan think, Stopwatch watch)
    {
        await Task.Delay(startsAfter);
        var paper = await load.Send(HttpMethod.Post, $"/api/v1/learning/exams/{examId}/attempts", token, null, load.Starts, watch);
        AttemptId = Guid.Parse((string)paper["attemptId"]!);
        var numbers = paper["questions"]!.AsArray().Select(question => (int)question!["number"]!).ToList();
        for (var page = 0; page < Pages; page++)
        {
            await Task.Delay(think * (1 + (Random.Shared.NextDouble() * 2)));
            foreach (var number in numbers.Skip(page * 2).Take(2))
            {
                var answer = "ABCD"[Random.Shared.Next(4)].ToString();
                await load.Send(HttpMethod.Put, $"/api/v1/learning/attempts/{AttemptId}/answers/{number}", token, new { answer, revision = 1 }, load.Answers, watch);
                Acknowledged[number] = answer;
            }
        }

        await load.Send(HttpMethod.Post, $"/api/v1/learning/attempts/{AttemptId}/submission", token, null, null, watch);
    }
}
