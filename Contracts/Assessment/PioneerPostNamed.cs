namespace Ronghe.Contracts.Assessment;

/// <summary>A pioneer post was named, or named again after its yearly review, on the authority of a closed power case (PTY-08).</summary>
/// <param name="PostId">Subject: the pioneer post.</param>
/// <param name="Version">Version of the post's row.</param>
/// <param name="PersonId">The Party member responsible.</param>
/// <param name="Season">FirePrevention or Restoration.</param>
/// <param name="AuthorityCaseId">The power case that it rests on.</param>
public sealed record PioneerPostNamed(
    Guid PostId,
    long Version,
    Guid PersonId,
    string UnitPath,
    string Season,
    Guid AuthorityCaseId,
    DateTimeOffset At);
