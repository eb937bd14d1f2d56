using Ronghe.ServiceDefaults.Idempotency;

namespace Ronghe.Learning.Meetings;

internal static class MeetingEndpoints
{
    internal static RouteGroupBuilder MapMeetings(this RouteGroupBuilder routes)
    {
        var meetings = routes.MapGroup("/meetings").WithTags("Meetings");
        meetings.MapPost("/packs", IssuePacks.Handle).WithName(nameof(IssuePacks));
        meetings.MapGet("/pack-key", IssuePacks.Key).WithName("ReadPackKey");
        meetings.MapPost("/uploads", UploadMeeting.Handle).WithName(nameof(UploadMeeting)).WithMetadata(new WithoutUnitOfWork());
        return routes;
    }
}
