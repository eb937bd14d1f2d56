using Microsoft.EntityFrameworkCore;
using Ronghe.Contracts.Learning;
using Ronghe.Learning.Attempts;
using Ronghe.Learning.Certificates;
using Ronghe.Learning.Credits;
using Ronghe.Learning.Exams;

namespace Ronghe.Learning.Marks;

/// <summary>From handed in to marked: points, outcome, certificate, credit, and what is told. One transaction of the caller's.</summary>
internal static class Settlement
{
    internal static async Task<IReadOnlyDictionary<int, IReadOnlyList<string>>> Keys(LiveExam live, LearningDb db, CancellationToken ct)
    {
        var keys = live.Questions.ToDictionary(question => question.Number, question => question.Content.Answers);
        foreach (var change in await db.KeyChanges.AsNoTracking().Where(row => row.ExamId == live.Exam.Id).OrderBy(row => row.At).ThenBy(row => row.Id).ToListAsync(ct)) keys[change.Number] = change.Answers;
        return keys;
    }

    /// <summary>Hands a running paper in and marks what a machine can mark. Answers the events to publish.</summary>
    internal static async Task<List<object>> Submit(Attempt attempt, LiveExam live, LearningDb db, DateTimeOffset now, CancellationToken ct)
    {
        (attempt.State, attempt.SubmittedAt) = (AttemptStates.Submitted, now < attempt.EndsAt ? now : attempt.EndsAt);
        attempt.Version++;
        var keys = await Keys(live, db, ct);
        var answers = await db.Answers.AsNoTracking().Where(row => row.AttemptId == attempt.Id).ToDictionaryAsync(row => row.Number, row => row.Given, ct);
        var marks = new Dictionary<int, decimal>();
        foreach (var entry in attempt.Paper)
        {
            if (Marking.Points(live.Questions[entry.Number - 1], entry, keys[entry.Number], answers.GetValueOrDefault(entry.Number)) is not { } points) continue;
            marks[entry.Number] = points;
            db.Marks.Add(NewMark(attempt, entry.Number, points, null, "auto", now));
        }

        return await Conclude(attempt, live, marks, db, now, ct);
    }

    /// <summary>Adds up when every question has points; an outcome that changes changes certificate and credit with it.</summary>
    internal static async Task<List<object>> Conclude(
        Attempt attempt, LiveExam live, IReadOnlyDictionary<int, decimal> marks, LearningDb db, DateTimeOffset now, CancellationToken ct)
    {
        if (attempt.Paper.Any(entry => !marks.ContainsKey(entry.Number))) return [];
        var (before, points) = (attempt.Passed, attempt.Paper.Sum(entry => marks[entry.Number]));
        (attempt.State, attempt.Points, attempt.Passed) = (AttemptStates.Marked, points, points >= live.Exam.PassPoints);
        attempt.Version++;
        if (before == attempt.Passed) return [];
        if (before == true) await CertificateBook.Revoke(attempt, db, now, ct);
        if (attempt.Passed == true) CertificateBook.Issue(attempt, live.Exam, db, now);
        if (attempt.Passed == true && live.Exam.CreditHours > 0) await CreditLedger.Give(attempt.PersonId, attempt.UnitPath, CreditSources.Exam, live.Exam.Id, live.Exam.CreditHours, db, now, ct);
        if (before == true && live.Exam.CreditHours > 0) await CreditLedger.TakeBack(attempt.PersonId, attempt.UnitPath, CreditSources.Exam, live.Exam.Id, db, now, ct);
        return [new ExamMarked(attempt.Id, attempt.Version, attempt.PersonId, attempt.UnitPath, live.Exam.Id, points, live.Exam.FullPoints, attempt.Passed.Value, now)];
    }

    internal static async Task<Dictionary<int, decimal>> LatestMarks(Guid attemptId, LearningDb db, CancellationToken ct) =>
        (await db.Marks.AsNoTracking().Where(row => row.AttemptId == attemptId).OrderBy(row => row.At).ThenBy(row => row.Id).ToListAsync(ct))
            .GroupBy(row => row.Number).ToDictionary(same => same.Key, same => same.Last().Points);

    internal static Task<Attempt?> Lock(Guid attemptId, LearningDb db, CancellationToken ct) =>
        db.Attempts.FromSql($"SELECT * FROM exam_attempts WHERE id = {attemptId} FOR UPDATE").SingleOrDefaultAsync(ct);

    internal static Mark NewMark(Attempt attempt, int number, decimal points, Guid? by, string reason, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now), AttemptId = attempt.Id, Number = number, Points = points, By = by, Reason = reason, At = now,
    };
}
