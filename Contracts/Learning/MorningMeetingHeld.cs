namespace Ronghe.Contracts.Learning;

/// <summary>A team held its morning meeting over a card. Who was there stays with the team and is no appraisal figure.</summary>
/// <param name="PackId">Subject: the pack of the meeting.</param>
/// <param name="Version">Always 1: a meeting is held once.</param>
/// <param name="UnitPath">The team.</param>
public sealed record MorningMeetingHeld(Guid PackId, long Version, string UnitPath, string LessonCode, DateOnly Day, DateTimeOffset At);
