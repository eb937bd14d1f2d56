using System.Text.Json.Nodes;
using Xunit;

namespace Ronghe.Platform.Tests.Drills;

/// <summary>What the services have counted and recorded, to be held against what was acknowledged.</summary>
internal sealed record Tally(long Opened, long Running, long Rejected, long Steps, long Lessons, IReadOnlyList<Guid> ClosedCases, IReadOnlyList<Guid> LessonEvidence)
{
    private const string Unit = "G/B01/";

    internal static async Task<Tally> Read(MixedLoad load, CancellationToken ct)
    {
        var counts = (await load.Subsidiary.Get($"api/v1/situation/counts?unit={Unit}", ct))["figures"]!;
        long Figure(string name) => counts[name]?.GetValue<long>() ?? 0;
        return new(Figure("casesOpened"), Figure("casesRunning"), Figure("casesRejected"), Figure("stepsDecided"), Figure("lessonsCompleted"),
            await Evidence(load, "CaseClosed", "caseId", ct), await Evidence(load, "LessonCompleted", "completionId", ct));
    }

    /// <summary>Lost 0, twice 0: every figure has grown by exactly what was acknowledged.</summary>
    internal void MustBe(Tally before, MixedLoad load, IReadOnlySet<(string, string)> completedBefore)
    {
        var (cases, lessons) = (load.Cases.Count, load.Completions.Keys.Except(completedBefore).Count());
        Assert.Equal(cases, Opened - before.Opened);
        Assert.Equal(cases, Rejected - before.Rejected);
        Assert.Equal(cases, Steps - before.Steps);
        Assert.Equal(before.Running, Running);
        Assert.Equal(lessons, Lessons - before.Lessons);
        Assert.Equal(ClosedCases.Count, ClosedCases.Distinct().Count());
        Assert.Equal(LessonEvidence.Count, LessonEvidence.Distinct().Count());
        Assert.Empty(load.Cases.Values.Except(ClosedCases));
        Assert.Equal(cases, ClosedCases.Count - before.ClosedCases.Count);
        Assert.Equal(lessons, LessonEvidence.Count - before.LessonEvidence.Count);
    }

    /// <summary>Each programme stands in the list once, and none that was not acknowledged.</summary>
    internal static async Task ProgrammesMustBe(MixedLoad load, CancellationToken ct)
    {
        var listed = (await Pages(load, "api/v1/welfare/programmes?", "programmes", ct))
            .Where(programme => programme["title"]!.GetValue<string>().StartsWith(load.Mark, StringComparison.Ordinal)).Select(programme => programme["programmeId"]!.GetValue<Guid>());
        Assert.Equal(load.Programmes.Values.Order(), listed.Order());
    }

    /// <summary>What these people have completed already.</summary>
    internal static async Task<IReadOnlySet<(string Person, string Lesson)>> Completed(MixedLoad load, CancellationToken ct)
    {
        var completed = new HashSet<(string, string)>();
        foreach (var (name, person) in load.People)
        {
            var own = (await person.Get("api/v1/learning/completions", ct))["completions"]!.AsArray().Select(one => one!["lessonCode"]!.GetValue<string>()).ToList();
            Assert.Equal(own.Count, own.Distinct().Count());
            completed.UnionWith(own.Select(lesson => (name, lesson)));
        }

        return completed;
    }

    private static async Task<IReadOnlyList<Guid>> Evidence(MixedLoad load, string source, string id, CancellationToken ct) =>
        [.. (await Pages(load, $"api/v1/assessment/evidence?unit={Unit}&source={source}", "evidence", ct)).Select(item => item[id]!.GetValue<Guid>())];

    private static async Task<List<JsonNode>> Pages(MixedLoad load, string path, string list, CancellationToken ct)
    {
        var all = new List<JsonNode>();
        for (var page = 1; ; page++)
        {
            var answer = await load.Subsidiary.Get($"{path}&page={page}", ct);
            all.AddRange(answer[list]!.AsArray()!);
            if (!answer["hasMore"]!.GetValue<bool>()) return all;
        }
    }
}
