using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace Ronghe.Portal.Calls;

public sealed record DomainFigures(string Domain, long Opened, long Running, long Approved, long Rejected);

public sealed record ScopeFigures(
    long CasesOpened, long CasesRunning, long CasesApproved, long CasesRejected, long StepsDecided, long LessonsCompleted,
    long ProgrammesPublished, DomainFigures[] Domains);

/// <param name="QueryId">Names what was asked of which state: the same on every screen.</param>
/// <param name="AsOf">When the latest event counted happened; null when there is none.</param>
public sealed record Counts(string Scope, string QueryId, DateTimeOffset? AsOf, long StateVersion, ScopeFigures Figures);

public sealed record SituationCase(
    Guid CaseId, string ItemCode, string Domain, string UnitPath, string State, DateTimeOffset? OpenedAt, DateTimeOffset? ClosedAt);

public sealed record SituationCases(string Scope, string Figure, int Page, bool HasMore, SituationCase[] Cases);

internal sealed class SituationCalls(HttpClient http) : ServiceCalls(http)
{
    internal const string Root = "http://situation/api/v1/situation";

    public Task<Answer<Counts>> Counts(string unit, CancellationToken ct) => Get<Counts>($"{Root}/counts?unit={Uri.EscapeDataString(unit)}", ct);

    /// <summary>The figures of several units at once, in their order; those that may not be seen or did not come are missing.</summary>
    public async Task<IReadOnlyList<Counts>> CountsOf(IEnumerable<string> units, CancellationToken ct) =>
        [.. (await Task.WhenAll(units.Select(unit => Counts(unit, ct)))).Select(answer => answer.Value).OfType<Counts>()];

    public Task<Answer<SituationCases>> Cases(string unit, string figure, string? domain, int page, CancellationToken ct) =>
        Get<SituationCases>(QueryHelpers.AddQueryString($"{Root}/cases", new Dictionary<string, string?>
        {
            ["unit"] = unit,
            ["figure"] = figure,
            ["domain"] = domain,
            ["page"] = page.ToString(CultureInfo.InvariantCulture),
        }), ct);
}
