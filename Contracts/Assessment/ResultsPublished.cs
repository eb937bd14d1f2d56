namespace Ronghe.Contracts.Assessment;

/// <summary>The results of an appraisal cycle were published on the authority of a closed power case (PTY-10).</summary>
/// <param name="CycleId">Subject: the cycle.</param>
/// <param name="Version">Version of the cycle's row.</param>
/// <param name="FrameworkCode">Code of the framework.</param>
/// <param name="SubjectKind">Unit, Branch or Person.</param>
/// <param name="UnitPath">The unit that appraises.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="Subjects">How many were appraised.</param>
/// <param name="Missing">How many of them have no total because data is missing.</param>
/// <param name="AuthorityCaseId">The power case that it rests on.</param>
public sealed record ResultsPublished(
    Guid CycleId,
    long Version,
    string FrameworkCode,
    string SubjectKind,
    string UnitPath,
    DateOnly From,
    DateOnly To,
    int Subjects,
    int Missing,
    Guid AuthorityCaseId,
    DateTimeOffset At);
