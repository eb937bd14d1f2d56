namespace Ronghe.Learning.Completions;

internal static class CompletionEndpoints
{
    internal static RouteGroupBuilder MapCompletions(this RouteGroupBuilder routes)
    {
        routes.MapPost("/lessons/{code}/completions", CompleteLesson.Handle).WithTags("Completions").WithName(nameof(CompleteLesson));
        routes.MapGet("/completions", ListCompletions.Handle).WithTags("Completions").WithName(nameof(ListCompletions));
        return routes;
    }
}
