namespace Ronghe.Contracts.PowerItems;

/// <summary>The active step of a power case has used three quarters of its time.</summary>
/// <param name="CaseId">Subject: the case.</param>
/// <param name="Version">Version of the case's row.</param>
/// <param name="StepKey">Key of the step in the item's version.</param>
/// <param name="DueAt">When its limit runs out.</param>
public sealed record CaseNearDue(
    Guid CaseId, long Version, string ItemCode, string Domain, string UnitPath, string StepKey, DateTimeOffset DueAt, DateTimeOffset At);
