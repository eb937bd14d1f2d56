namespace Ronghe.Contracts.Assessment;

/// <summary>An honour was granted on the authority of a closed power case (PTY-09).</summary>
/// <param name="HonourId">Subject: the honour.</param>
/// <param name="Version">Version of the honour's row.</param>
/// <param name="Honour">Member, Worker, Branch or Model.</param>
/// <param name="SubjectKind">Person, Branch or Unit.</param>
/// <param name="PersonId">The person honoured; null for a branch or a unit.</param>
/// <param name="BranchId">The Party branch honoured; null otherwise.</param>
/// <param name="UnitPath">Unit of whoever is honoured.</param>
/// <param name="CycleId">The appraisal that it rests on; null for none.</param>
/// <param name="AuthorityCaseId">The power case that it rests on.</param>
public sealed record HonourGranted(
    Guid HonourId,
    long Version,
    string Honour,
    string SubjectKind,
    Guid? PersonId,
    Guid? BranchId,
    string UnitPath,
    Guid? CycleId,
    Guid AuthorityCaseId,
    DateTimeOffset At);
