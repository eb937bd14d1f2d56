using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ronghe.Contracts.PowerItems;

namespace Ronghe.Situation.Tests;

/// <summary>Events of one case, and the figures as a leader reads them.</summary>
internal static class SituationReader
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal static readonly DateTimeOffset At = new(2026, 9, 1, 8, 0, 0, TimeSpan.Zero);

    internal static CaseOpened Opened(string unitPath, Guid? caseId = null) =>
        new(caseId ?? Guid.CreateVersion7(), 1, "UNI-02", 1, "UNI", unitPath, null, null, At);

    internal static StepDecided Decided(CaseOpened opened, long version = 2) =>
        new(opened.CaseId, version, opened.ItemCode, opened.Domain, opened.UnitPath, "review", "Approve", Guid.CreateVersion7(), At.AddHours(1));

    internal static CaseClosed Closed(CaseOpened opened, string outcome = "Approved", long version = 3) =>
        new(opened.CaseId, version, opened.ItemCode, opened.Domain, opened.UnitPath, outcome, null, null, null, opened.At, At.AddHours(2));

    internal static async Task<JsonNode> Counts(this SituationSite site, string unit)
    {
        using var leader = site.Person("G/", "Leader@G/");
        return (await leader.GetFromJsonAsync<JsonNode>($"/api/v1/situation/counts?unit={unit}", Ct))!;
    }

    /// <summary>opened running approved rejected steps lessons programmes</summary>
    internal static async Task<string> Line(this SituationSite site, string unit)
    {
        var figures = (await site.Counts(unit))["figures"]!;
        string[] names = ["casesOpened", "casesRunning", "casesApproved", "casesRejected", "stepsDecided", "lessonsCompleted", "programmesPublished"];
        return string.Join(' ', names.Select(name => figures[name]!.ToJsonString()));
    }
}
