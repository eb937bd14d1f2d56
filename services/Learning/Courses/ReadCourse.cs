using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ronghe.Learning.Courses;

public sealed record CourseSummary(string Code, int Number, string Title, int Lessons);

public sealed record ListCoursesResponse(IReadOnlyList<CourseSummary> Courses);

public sealed record CourseLessonResponse(string Key, string Title);

public sealed record CourseChapterResponse(string Title, IReadOnlyList<CourseLessonResponse> Lessons);

public sealed record CourseResponse(string Code, int Number, string Title, IReadOnlyList<CourseChapterResponse> Chapters);

/// <param name="Html">Without scripts, styles, frames and pictures.</param>
public sealed record ReadCourseLessonResponse(string Code, int Number, string Key, string Title, string Html);

/// <summary>What is published.</summary>
internal static class ReadCourse
{
    internal static async Task<Ok<ListCoursesResponse>> List(LearningDb db, CancellationToken ct)
    {
        var courses = await Published(db).OrderBy(row => row.Code).ToListAsync(ct);
        return TypedResults.Ok(new ListCoursesResponse([.. courses.Select(row => new CourseSummary(row.Code, row.Number, row.Title, row.Chapters.Sum(chapter => chapter.Lessons.Count)))]));
    }

    internal static async Task<Results<Ok<CourseResponse>, NotFound>> Handle(string code, LearningDb db, CancellationToken ct) =>
        await Published(db).SingleOrDefaultAsync(row => row.Code == code, ct) is not { } course
            ? TypedResults.NotFound()
            : TypedResults.Ok(new CourseResponse(course.Code, course.Number, course.Title, [.. course.Chapters.Select(chapter =>
                new CourseChapterResponse(chapter.Title, [.. chapter.Lessons.Select(lesson => new CourseLessonResponse(lesson.Key, lesson.Title))]))]));

    internal static async Task<Results<Ok<ReadCourseLessonResponse>, NotFound>> Lesson(string code, string key, LearningDb db, CancellationToken ct)
    {
        var course = await Published(db).SingleOrDefaultAsync(row => row.Code == code, ct);
        return course?.Chapters.SelectMany(chapter => chapter.Lessons).FirstOrDefault(lesson => lesson.Key == key) is not { } lesson
            ? TypedResults.NotFound()
            : TypedResults.Ok(new ReadCourseLessonResponse(course.Code, course.Number, lesson.Key, lesson.Title, CourseText.ToHtml(lesson.Text)));
    }

    private static IQueryable<CourseVersion> Published(LearningDb db) => db.CourseVersions.AsNoTracking().Where(row => row.State == CourseStates.Published);
}

internal static class CourseEndpoints
{
    internal static RouteGroupBuilder MapCourses(this RouteGroupBuilder routes)
    {
        var courses = routes.MapGroup("/courses").WithTags("Courses");
        courses.MapGet("/", ReadCourse.List).WithName("ListCourses");
        courses.MapPost("/imports", ImportCourse.Handle).WithName(nameof(ImportCourse));
        courses.MapGet("/{code}", ReadCourse.Handle).WithName(nameof(ReadCourse));
        courses.MapGet("/{code}/lessons/{key}", ReadCourse.Lesson).WithName("ReadCourseLesson");
        courses.MapPost("/{code}/versions/{number:int}/acts", MoveCourse.Handle).WithName(nameof(MoveCourse));
        return routes;
    }
}
