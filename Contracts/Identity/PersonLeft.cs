namespace Ronghe.Contracts.Identity;

/// <summary>A person left the group; every post ends with it.</summary>
/// <param name="PersonId">Subject: the person.</param>
/// <param name="Version">Version of the person's row.</param>
public sealed record PersonLeft(Guid PersonId, long Version, DateTimeOffset At);
