namespace Ronghe.Contracts.Identity;

/// <summary>A person joined the group.</summary>
/// <param name="PersonId">Subject: the person.</param>
/// <param name="Version">Version of the person's row; consumers apply by version, never by arrival.</param>
public sealed record PersonJoined(Guid PersonId, long Version, PersonFacts Facts, DateTimeOffset At);
