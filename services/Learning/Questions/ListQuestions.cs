using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Learning.Questions;

public sealed record BankQuestionResponse(
    Guid Id, string Code, string Topic, string Kind, string Text, string? CaseText, IReadOnlyList<string> Options,
    IReadOnlyList<string> Answers, string Explanation, string Basis, bool Retired);

public sealed record ListQuestionsResponse(IReadOnlyList<BankQuestionResponse> Questions, string? Next);

/// <summary>The bank with its answers, for organisers.</summary>
internal static class ListQuestions
{
    private const int Page = 100;

    internal static async Task<Results<Ok<ListQuestionsResponse>, ProblemHttpResult>> Handle(
        string? topic, string? kind, string? after, Caller caller, LearningDb db, CancellationToken ct)
    {
        if (!caller.Organises(caller.UnitPath)) return Organisers.NotYours.ToProblem();
        var rows = await db.BankQuestions.AsNoTracking()
            .Where(row => (topic == null || row.Topic == topic) && (kind == null || row.Kind == kind) && (after == null || row.Code.CompareTo(after) > 0))
            .OrderBy(row => row.Code).Take(Page + 1).ToListAsync(ct);
        return TypedResults.Ok(new ListQuestionsResponse(
            [.. rows.Take(Page).Select(row => new BankQuestionResponse(row.Id, row.Code, row.Topic, row.Kind, row.Content.Text, row.Content.CaseText,
                row.Content.Options, row.Content.Answers, row.Content.Explanation, row.Content.Basis, row.Retired))],
            rows.Count > Page ? rows[Page - 1].Code : null));
    }
}
