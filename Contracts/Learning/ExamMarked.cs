namespace Ronghe.Contracts.Learning;

/// <summary>A person's paper was marked, or marked again with another outcome.</summary>
/// <param name="AttemptId">Subject: the attempt.</param>
/// <param name="Version">Version of the attempt's row; a later one replaces the outcome.</param>
/// <param name="UnitPath">The person's unit when starting.</param>
public sealed record ExamMarked(
    Guid AttemptId, long Version, Guid PersonId, string UnitPath, Guid ExamId, decimal Points, decimal FullPoints, bool Passed, DateTimeOffset At);
