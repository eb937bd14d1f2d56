namespace Ronghe.Contracts.Assessment;

/// <summary>A sanction was recorded on the authority of a closed power case (PTY-11).</summary>
/// <param name="SanctionId">Subject: the sanction.</param>
/// <param name="Version">Version of the sanction's row.</param>
/// <param name="Measure">Talk, Criticism, Check, Adjust or Transfer.</param>
/// <param name="PersonId">The person; null when it is about a unit.</param>
/// <param name="AuthorityCaseId">The power case that it rests on.</param>
public sealed record SanctionRecorded(
    Guid SanctionId,
    long Version,
    string Measure,
    Guid? PersonId,
    string UnitPath,
    Guid AuthorityCaseId,
    DateTimeOffset At);
