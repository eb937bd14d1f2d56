using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Learning.Attempts;
using Ronghe.Learning.Questions;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Learning.Marks;

/// <summary>An answer that a person must read. Whose it is is not told.</summary>
public sealed record ToMark(Guid AttemptId, int Number, string Text, string? CaseText, IReadOnlyList<string> GoodAnswerNames, string Given, decimal FullPoints);

public sealed record ListMarkingResponse(IReadOnlyList<ToMark> Answers);

internal static class ListMarking
{
    internal static async Task<Results<Ok<ListMarkingResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid examId, Caller caller, UnitOfWorkFactory<LearningDb> work, CancellationToken ct)
    {
        // The unit that holds the exam marks all of it, also papers from units that the marker could not read otherwise.
        await using var unit = await work.BeginAsync(UnitScope.Everything, ct);
        var db = unit.Db;
        if (await db.Exams.AsNoTracking().SingleOrDefaultAsync(row => row.Id == examId, ct) is not { } exam) return TypedResults.NotFound();
        if (!caller.Organises(exam.UnitPath)) return Organisers.NotYours.ToProblem();
        var rows = await (
            from attempt in db.Attempts.AsNoTracking()
            where attempt.ExamId == examId && attempt.State == AttemptStates.Submitted && attempt.PersonId != caller.PersonId
            join answer in db.Answers.AsNoTracking() on attempt.Id equals answer.AttemptId
            join question in db.ExamQuestions.AsNoTracking() on new { attempt.ExamId, answer.Number } equals new { question.ExamId, question.Number }
            where question.Kind == QuestionKinds.Case && !db.Marks.Any(mark => mark.AttemptId == attempt.Id && mark.Number == answer.Number)
            orderby attempt.Id
            select new { attempt.Id, answer.Given, question }).Take(100).ToListAsync(ct);
        return TypedResults.Ok(new ListMarkingResponse([.. rows.Select(row => new ToMark(
            row.Id, row.question.Number, row.question.Content.Text, row.question.Content.CaseText, row.question.Content.Answers, row.Given, row.question.Points))]));
    }
}
