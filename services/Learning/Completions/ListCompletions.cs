using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Learning.Completions;

public sealed record ListCompletionsResponse(IReadOnlyList<CompleteLessonResponse> Completions);

/// <summary>The caller's own, nobody else's.</summary>
internal static class ListCompletions
{
    internal static async Task<Ok<ListCompletionsResponse>> Handle(Caller caller, LearningDb db, CancellationToken ct) =>
        TypedResults.Ok(new ListCompletionsResponse(await db.Completions
            .Where(row => row.PersonId == caller.PersonId)
            .OrderByDescending(row => row.CompletedAt)
            .Select(row => new CompleteLessonResponse(row.Id, row.LessonCode, row.LessonVersion, row.CompletedAt))
            .ToListAsync(ct)));
}
