namespace Ronghe.Contracts.Identity;

/// <summary>A person's unit, posts or memberships changed.</summary>
/// <param name="PersonId">Subject: the person.</param>
/// <param name="Version">Version of the person's row.</param>
/// <param name="Facts">The facts after the change, whole.</param>
public sealed record PersonMoved(Guid PersonId, long Version, PersonFacts Facts, DateTimeOffset At);
