namespace Ronghe.Contracts.Learning;

/// <summary>A person completed a lesson by passing its check. Time spent is not recorded.</summary>
/// <param name="CompletionId">Subject: the completion.</param>
/// <param name="Version">Version of the completion's row.</param>
/// <param name="UnitPath">The person's unit when completing.</param>
public sealed record LessonCompleted(
    Guid CompletionId,
    long Version,
    Guid PersonId,
    string UnitPath,
    string LessonCode,
    DateTimeOffset At);
