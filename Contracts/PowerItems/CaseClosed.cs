namespace Ronghe.Contracts.PowerItems;

/// <summary>A power case was closed.</summary>
/// <param name="CaseId">Subject: the case.</param>
/// <param name="Version">Version of the case's row.</param>
/// <param name="Outcome">Approved, Rejected or Terminated: given up by its initiator.</param>
/// <param name="AboutKind">What the case authorises in another service, such as <c>welfare.programme</c>; null for none.</param>
/// <param name="AboutId">Id of that object; null for none.</param>
/// <param name="AboutDigest">
/// Lower-case hex SHA-256 of the object as it was put before the deciders; null for none. The owner refuses to act when its
/// object no longer has this digest.
/// </param>
/// <param name="OpenedAt">When the case was opened: turn-around is <c>At - OpenedAt</c>.</param>
public sealed record CaseClosed(
    Guid CaseId,
    long Version,
    string ItemCode,
    string Domain,
    string UnitPath,
    string Outcome,
    string? AboutKind,
    Guid? AboutId,
    string? AboutDigest,
    DateTimeOffset OpenedAt,
    DateTimeOffset At);
