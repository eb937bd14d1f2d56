namespace Ronghe.Contracts.PowerItems;

/// <summary>A step of a power case was decided.</summary>
/// <param name="CaseId">Subject: the case.</param>
/// <param name="Version">Version of the case's row.</param>
/// <param name="StepKey">Key of the step in the item's version.</param>
/// <param name="Decision">Approve or Reject.</param>
/// <param name="DecidedBy">The person who decided.</param>
public sealed record StepDecided(
    Guid CaseId,
    long Version,
    string ItemCode,
    string Domain,
    string UnitPath,
    string StepKey,
    string Decision,
    Guid DecidedBy,
    DateTimeOffset At);
