namespace Ronghe.Contracts.PowerItems;

/// <summary>The limit of a power case's active step has run out. Nothing is passed by it: the case climbs to a supervisor.</summary>
/// <param name="CaseId">Subject: the case.</param>
/// <param name="Version">Version of the case's row.</param>
/// <param name="StepKey">Key of the step in the item's version.</param>
/// <param name="DueAt">When its limit ran out.</param>
/// <param name="Colour">Yellow, or Red once it is overdue by half its time again.</param>
/// <param name="Supervisors">Who is told; empty when nobody of the supervision line could be found.</param>
public sealed record CaseOverdue(
    Guid CaseId, long Version, string ItemCode, string Domain, string UnitPath, string StepKey, DateTimeOffset DueAt, string Colour,
    IReadOnlyList<Guid> Supervisors, DateTimeOffset At);
