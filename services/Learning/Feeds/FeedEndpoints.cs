using Ronghe.Learning.Assignments;

namespace Ronghe.Learning.Feeds;

internal static class FeedEndpoints
{
    internal static RouteGroupBuilder MapFeed(this RouteGroupBuilder routes)
    {
        routes.MapGet("/feed", ReadFeed.Handle).WithTags("Feed").WithName(nameof(ReadFeed));
        routes.MapPut("/feed/personalisation", SetPersonalisation.Handle).WithTags("Feed").WithName(nameof(SetPersonalisation));
        routes.MapPost("/assignments", CreateAssignment.Handle).WithTags("Assignments").WithName(nameof(CreateAssignment));
        routes.MapPost("/assignments/{assignmentId:guid}/closing", CloseAssignment.Handle).WithTags("Assignments").WithName(nameof(CloseAssignment));
        return routes;
    }
}
