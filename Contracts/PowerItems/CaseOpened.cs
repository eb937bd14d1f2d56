namespace Ronghe.Contracts.PowerItems;

/// <summary>A power case was opened.</summary>
/// <param name="CaseId">Subject: the case.</param>
/// <param name="Version">Version of the case's row.</param>
/// <param name="ItemCode">Code of the power item, such as <c>UNI-02</c>.</param>
/// <param name="ItemVersion">The item's version that the case runs on for all its life.</param>
/// <param name="AboutKind">What the case authorises in another service, such as <c>welfare.programme</c>; null for none.</param>
/// <param name="AboutId">Id of that object; null for none.</param>
public sealed record CaseOpened(
    Guid CaseId,
    long Version,
    string ItemCode,
    int ItemVersion,
    string Domain,
    string UnitPath,
    string? AboutKind,
    Guid? AboutId,
    DateTimeOffset At);
