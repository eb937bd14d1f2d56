namespace Ronghe.Contracts.Assessment;

/// <summary>A pioneer post was withdrawn on the authority of a closed power case (PTY-08).</summary>
/// <param name="PostId">Subject: the pioneer post.</param>
/// <param name="Version">Version of the post's row.</param>
/// <param name="AuthorityCaseId">The power case that it rests on.</param>
public sealed record PioneerPostWithdrawn(Guid PostId, long Version, Guid PersonId, string UnitPath, Guid AuthorityCaseId, DateTimeOffset At);
