using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Learning.Courses;

/// <param name="Code">A known code makes the next version, or replaces the draft there is.</param>
/// <param name="Markdown">A statute or a text of our own: a title, and a second-level heading for each chapter.</param>
public sealed record ImportCourseRequest([Required, RegularExpression("[A-Z0-9-]{3,40}")] string? Code, [Required, StringLength(400_000)] string? Markdown);

public sealed record ImportCourseResponse(string Code, int Number, string State, string Title, int Lessons);

/// <summary>Makes a draft with one lesson a chapter.</summary>
internal static class ImportCourse
{
    internal static async Task<Results<Ok<ImportCourseResponse>, ProblemHttpResult>> Handle(
        ImportCourseRequest request, Caller caller, LearningDb db, CancellationToken ct)
    {
        if (!caller.Organises(caller.UnitPath)) return Organisers.NotYours.ToProblem();
        var (title, chapters) = CourseText.Split(request.Markdown!);
        if (title.Length == 0 || chapters.Count == 0) return ProblemTypes.Invalid(("markdown", "要有标题和正文。", "A title and a text are needed."));

        var versions = await db.CourseVersions.Where(row => row.Code == request.Code).OrderByDescending(row => row.Number).ToListAsync(ct);
        if (versions.Any(row => !caller.Organises(row.UnitPath))) return Organisers.NotYours.ToProblem();
        if (versions.Any(row => row.State == CourseStates.Review)) return InReview.ToProblem();
        if (versions.FirstOrDefault(row => row.State == CourseStates.Draft && row.AuthorId != caller.PersonId) is not null) return OthersDraft.ToProblem();
        var draft = versions.FirstOrDefault(row => row.State == CourseStates.Draft) ?? db.CourseVersions.Add(New(request.Code!, (versions.FirstOrDefault()?.Number ?? 0) + 1, caller)).Entity;
        (draft.Title, draft.Chapters) = (title, chapters);
        draft.Version++;
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(new ImportCourseResponse(draft.Code, draft.Number, draft.State, draft.Title, chapters.Sum(chapter => chapter.Lessons.Count)));
    }

    private static CourseVersion New(string code, int number, Caller caller) => new()
    {
        Code = code, Number = number, UnitPath = caller.UnitPath, Title = "", Chapters = [], State = CourseStates.Draft, AuthorId = caller.PersonId,
        ReviewerId = null, PublishedAt = null, Version = 0,
    };

    private static readonly Refusal InReview = new("course-in-review", "这门课正在审核，退回后才能修改。", "The course is being reviewed; it has to be sent back first.");

    private static readonly Refusal OthersDraft = new("course-drafted", "别人正在写这门课的新版本。", "Somebody else is writing the next version of this course.");
}
