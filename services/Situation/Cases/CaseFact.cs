using Ronghe.Contracts.PowerItems;

namespace Ronghe.Situation.Cases;

/// <summary>What one event says about a case.</summary>
internal sealed record CaseFact(
    Guid CaseId, long Version, string UnitPath, string ItemCode, string Domain, string State, DateTimeOffset? OpenedAt,
    DateTimeOffset? ClosedAt, DateTimeOffset At)
{
    internal static CaseFact Of(CaseOpened opened) => new(
        opened.CaseId, opened.Version, opened.UnitPath, opened.ItemCode, opened.Domain, CaseRow.Running, opened.At, null, opened.At);

    internal static CaseFact Of(StepDecided decided) => new(
        decided.CaseId, decided.Version, decided.UnitPath, decided.ItemCode, decided.Domain, CaseRow.Running, null, null, decided.At);

    internal static CaseFact Of(CaseClosed closed) => new(
        closed.CaseId, closed.Version, closed.UnitPath, closed.ItemCode, closed.Domain,
        closed.Outcome == CaseRow.Approved ? CaseRow.Approved : CaseRow.Rejected, closed.OpenedAt, closed.At, closed.At);
}
