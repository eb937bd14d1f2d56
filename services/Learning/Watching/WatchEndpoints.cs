using Ronghe.ServiceDefaults.Idempotency;

namespace Ronghe.Learning.Watching;

internal static class WatchEndpoints
{
    internal static RouteGroupBuilder MapWatching(this RouteGroupBuilder routes)
    {
        var watching = routes.MapGroup("").WithTags("Watching");
        watching.MapPost("/videos/{videoId:guid}/sessions", OpenSession.Handle).WithName(nameof(OpenSession));
        watching.MapPost("/watch-sessions/{sessionId:guid}/reports", ReportWatched.Handle).WithName(nameof(ReportWatched)).WithMetadata(new WithoutUnitOfWork());
        watching.MapPost("/videos/{videoId:guid}/appeals", AppealFlag.Handle).WithName(nameof(AppealFlag)).WithMetadata(new WithoutUnitOfWork());
        watching.MapPost("/videos/{videoId:guid}/appeals/{personId:guid}/decision", AppealFlag.Decide).WithName("DecideAppeal").WithMetadata(new WithoutUnitOfWork());
        return routes;
    }
}
