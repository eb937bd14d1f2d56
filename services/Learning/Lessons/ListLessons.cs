using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Learning.Lessons;

public sealed record LessonSummary(string Code, int Version, string Topic, string Title, int Questions, bool Completed);

public sealed record ListLessonsResponse(IReadOnlyList<LessonSummary> Lessons);

internal static class ListLessons
{
    internal static async Task<Ok<ListLessonsResponse>> Handle(Caller caller, LessonShelf shelf, LearningDb db, CancellationToken ct)
    {
        var completed = await db.Completions.Where(row => row.PersonId == caller.PersonId)
            .Select(row => new { row.LessonCode, row.LessonVersion }).ToListAsync(ct);
        return TypedResults.Ok(new ListLessonsResponse([.. shelf.All.Select(lesson => new LessonSummary(
            lesson.Code, lesson.Version, lesson.Topic, ReadLesson.InReadersLanguage(lesson.Title, lesson.TitleEn), lesson.Questions.Count,
            completed.Any(row => row.LessonCode == lesson.Code && row.LessonVersion == lesson.Version)))]));
    }
}
