using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Learning.Lessons;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Learning.Exams;

public sealed record ExamSummary(
    Guid ExamId, string Title, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, int Minutes, int Questions, decimal PassPoints, decimal FullPoints);

public sealed record ListExamsResponse(IReadOnlyList<ExamSummary> Exams);

/// <summary>Published exams that are not over and that the caller may sit.</summary>
internal static class ListExams
{
    internal static async Task<Ok<ListExamsResponse>> Handle(Caller caller, LearningDb db, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var exams = await db.Exams.AsNoTracking()
            .Where(exam => exam.State == ExamStates.Published && exam.ClosesAt > now
                && (exam.AudienceId == null || db.AudienceMembers.Any(member => member.AudienceId == exam.AudienceId && member.PersonId == caller.PersonId)))
            .OrderBy(exam => exam.OpensAt).Take(100).ToListAsync(ct);
        return TypedResults.Ok(new ListExamsResponse([.. exams.Select(exam => new ExamSummary(
            exam.Id, ReadLesson.InReadersLanguage(exam.Title, exam.TitleEn), exam.OpensAt, exam.ClosesAt, exam.Minutes,
            exam.Blueprint.Sum(row => row.Count), exam.PassPoints, exam.FullPoints))]));
    }
}
