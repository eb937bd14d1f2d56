namespace Ronghe.Learning.Lessons;

internal static class LessonEndpoints
{
    internal static RouteGroupBuilder MapLessons(this RouteGroupBuilder routes)
    {
        var lessons = routes.MapGroup("/lessons").WithTags("Lessons");
        lessons.MapGet("/", ListLessons.Handle).WithName(nameof(ListLessons));
        lessons.MapGet("/{code}", ReadLesson.Handle).WithName(nameof(ReadLesson));
        return routes;
    }
}
