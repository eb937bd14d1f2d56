using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Ronghe.Learning.Attempts;
using Ronghe.Learning.Exams;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Learning.Marks;

/// <param name="Reason">Why these points; kept with the mark for good.</param>
public sealed record MarkAnswerRequest([Required] int? Number, [Required, Range(0, 100)] decimal? Points, [Required, StringLength(500, MinimumLength = 2)] string? Reason);

public sealed record MarkAnswerResponse(Guid AttemptId, string State, decimal? Points, bool? Passed);

/// <summary>A person marks, or marks again: every mark stays, the latest counts.</summary>
internal static class MarkAnswer
{
    internal static async Task<Results<Ok<MarkAnswerResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid attemptId, MarkAnswerRequest request, Caller caller, LiveExams exams, UnitOfWorkFactory<LearningDb> work, TimeProvider clock, CancellationToken ct)
    {
        await using var unit = await work.BeginAsync(UnitScope.Everything, ct);
        if (await Settlement.Lock(attemptId, unit.Db, ct) is not { } attempt) return TypedResults.NotFound();
        var live = (await exams.Find(attempt.ExamId))!;
        if (!caller.Organises(live.Exam.UnitPath)) return Organisers.NotYours.ToProblem();
        if (attempt.PersonId == caller.PersonId) return OwnPaper.ToProblem();
        if (attempt.State == AttemptStates.Running) return StillRunning.ToProblem();
        if (attempt.Paper.All(entry => entry.Number != request.Number)) return ProblemTypes.Invalid(("number", "卷面上没有这道题。", "The paper has no such question."));
        var question = live.Questions[request.Number!.Value - 1];
        if (request.Points > question.Points) return ProblemTypes.Invalid(("points", $"最多 {question.Points} 分。", $"At most {question.Points} points."));

        var (now, marks) = (clock.GetUtcNow(), await Settlement.LatestMarks(attempt.Id, unit.Db, ct));
        unit.Db.Marks.Add(Settlement.NewMark(attempt, question.Number, request.Points!.Value, caller.PersonId, request.Reason!, now));
        marks[question.Number] = request.Points.Value;
        await unit.Db.SaveAndPublishAsync(await Settlement.Conclude(attempt, live, marks, unit.Db, now, ct), ct);
        await unit.CommitAsync(CancellationToken.None);
        return TypedResults.Ok(new MarkAnswerResponse(attempt.Id, attempt.State, attempt.Points, attempt.Passed));
    }

    private static readonly Refusal OwnPaper = new("own-paper", "不能给自己的试卷评分。", "Nobody marks their own paper.", StatusCodes.Status403Forbidden);

    private static readonly Refusal StillRunning = new("attempt-running", "考生还在作答。", "The paper has not been handed in yet.");
}
