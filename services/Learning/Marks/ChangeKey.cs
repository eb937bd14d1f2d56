using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Learning.Attempts;
using Ronghe.Learning.Exams;
using Ronghe.Learning.Questions;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Learning.Marks;

/// <param name="Answers">The right answers from now on, by the letters of the bank and not those of a paper.</param>
public sealed record ChangeKeyRequest([Required] int? Number, [Required, Length(1, 20)] IReadOnlyList<string>? Answers, [Required, StringLength(500, MinimumLength = 2)] string? Reason);

/// <param name="Remarked">Papers on which the question got other points.</param>
public sealed record ChangeKeyResponse(int Remarked);

/// <summary>A wrong key is corrected for everybody at once: every paper is marked again, and the old marks stay as the trail.</summary>
internal static class ChangeKey
{
    internal static async Task<Results<Ok<ChangeKeyResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid examId, ChangeKeyRequest request, Caller caller, LiveExams exams, UnitOfWorkFactory<LearningDb> work, TimeProvider clock, CancellationToken ct)
    {
        if (await exams.Find(examId) is not { } live) return TypedResults.NotFound();
        if (!caller.Organises(live.Exam.UnitPath)) return Organisers.NotYours.ToProblem();
        if (live.Questions.SingleOrDefault(row => row.Number == request.Number) is not { } question) return ProblemTypes.Invalid(("number", "没有这道题。", "There is no such question."));
        if (QuestionRules.Faults("x", "x", question.Kind, question.Content with { Answers = request.Answers! }).Select(fault => (fault.Field + "s", fault.Chinese, fault.English)).ToArray() is { Length: > 0 } faults) return ProblemTypes.Invalid(faults);

        var now = clock.GetUtcNow();
        await using var unit = await work.BeginAsync(UnitScope.Everything, ct);
        unit.Db.Database.SetCommandTimeout(TimeSpan.FromMinutes(1));
        unit.Db.KeyChanges.Add(new()
        {
            Id = Guid.CreateVersion7(now), ExamId = examId, Number = question.Number, Answers = request.Answers!, Reason = request.Reason!, By = caller.PersonId, At = now,
        });
        var (changed, events) = await MarkAgain(live, question, request, caller.PersonId, unit.Db, now, ct);
        await unit.Db.SaveAndPublishAsync(events, ct);
        await unit.CommitAsync(CancellationToken.None);
        return TypedResults.Ok(new ChangeKeyResponse(changed));
    }

    private static async Task<(int Changed, List<object> Events)> MarkAgain(
        LiveExam live, ExamQuestion question, ChangeKeyRequest request, Guid by, LearningDb db, DateTimeOffset now, CancellationToken ct)
    {
        var events = new List<object>();
        var changed = 0;
        var attempts = await db.Attempts.FromSql($"SELECT * FROM exam_attempts WHERE exam_id = {live.Exam.Id} AND state <> 'Running' ORDER BY id FOR UPDATE").ToListAsync(ct);
        foreach (var attempt in attempts)
        {
            if (attempt.Paper.SingleOrDefault(entry => entry.Number == question.Number) is not { } entry) continue;
            var given = await db.Answers.AsNoTracking().Where(row => row.AttemptId == attempt.Id && row.Number == question.Number).Select(row => row.Given).SingleOrDefaultAsync(ct);
            var marks = await Settlement.LatestMarks(attempt.Id, db, ct);
            if (Marking.Points(question, entry, request.Answers!, given) is not { } points || marks.GetValueOrDefault(question.Number, -1) == points) continue;
            db.Marks.Add(Settlement.NewMark(attempt, question.Number, points, by, request.Reason!, now));
            marks[question.Number] = points;
            events.AddRange(await Settlement.Conclude(attempt, live, marks, db, now, ct));
            changed++;
        }

        return (changed, events);
    }
}
