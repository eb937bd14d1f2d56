using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Learning.Exams;
using Ronghe.Learning.Lessons;
using Ronghe.ServiceDefaults.Burden;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Learning.Assignments;

/// <param name="Note">What people read beside it.</param>
/// <param name="Measures">What the push counts beyond completion, by the names of the burden rules; leave it out.</param>
public sealed record CreateAssignmentRequest(
    [Required] Guid? AudienceId, [Required] string? Kind, [Required] string? Target,
    [StringLength(500)] string? Note = null, DateTimeOffset? DueAt = null, IReadOnlyList<string>? Measures = null, SafetyClaim? SafetyClaim = null);

public sealed record CreateAssignmentResponse(Guid AssignmentId, int People);

/// <summary>Sends a lesson or an exam to an audience, unless the burden guard says which rule forbids it.</summary>
internal static class CreateAssignment
{
    internal static async Task<Results<Created<CreateAssignmentResponse>, ProblemHttpResult>> Handle(
        CreateAssignmentRequest request, Caller caller, LessonShelf shelf, BurdenGuard guard, LearningDb db, TimeProvider clock)
    {
        if (await db.Audiences.AsNoTracking().SingleOrDefaultAsync(row => row.Id == request.AudienceId) is not { } audience) return ProblemTypes.Invalid(("audienceId", "没有这个人群。", "There is no such audience."));
        if (!caller.Organises(audience.UnitPath)) return Organisers.NotYours.ToProblem();
        if (await TitlesOf(request, shelf, db) is not { } titles) return ProblemTypes.Invalid(("target", "没有这门课或这场考试。", "There is no such lesson or exam."));
        var question = new BurdenQuestion("push", request.Target!, [("title", titles.Chinese), ("titleEn", titles.English), ("note", request.Note)], request.Measures ?? []);
        if (guard.Check(question, request.SafetyClaim, caller.Subject, out var exceptions) is { } refusal) return refusal.ToProblem();

        var assignment = new Assignment
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()), UnitPath = audience.UnitPath, AudienceId = audience.Id, Kind = request.Kind!, Target = request.Target!,
            Title = titles.Chinese, TitleEn = titles.English, DueAt = request.DueAt?.ToUniversalTime(), CreatedBy = caller.PersonId, ClosedAt = null, Version = 1,
        };
        db.Assignments.Add(assignment);
        db.AddRange(exceptions);
        await db.SaveChangesAsync();
        return TypedResults.Created($"/api/v1/learning/assignments/{assignment.Id}", new CreateAssignmentResponse(assignment.Id, await db.AudienceMembers.CountAsync(row => row.AudienceId == audience.Id)));
    }

    private static async Task<(string Chinese, string English)?> TitlesOf(CreateAssignmentRequest request, LessonShelf shelf, LearningDb db)
    {
        if (request.Kind == "Lesson" && shelf.Find(request.Target!) is { } lesson) return (lesson.Title, lesson.TitleEn);
        if (request.Kind != "Exam" || !Guid.TryParse(request.Target, out var examId)) return null;
        return await db.Exams.AsNoTracking().SingleOrDefaultAsync(row => row.Id == examId && row.State == ExamStates.Published) is { } exam ? (exam.Title, exam.TitleEn) : null;
    }
}
