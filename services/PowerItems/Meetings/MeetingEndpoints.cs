namespace Ronghe.PowerItems.Meetings;

internal static class MeetingEndpoints
{
    internal static RouteGroupBuilder MapMeetings(this RouteGroupBuilder group)
    {
        var meetings = group.MapGroup("/meetings").WithTags("Meetings");
        meetings.MapPost("", ConveneMeeting.Handle).WithName(nameof(ConveneMeeting));
        meetings.MapGet("/{id:guid}", GetMeeting.Handle).WithName(nameof(GetMeeting));
        meetings.MapPost("/{id:guid}/opening", OpenMeeting.Handle).WithName(nameof(OpenMeeting));
        meetings.MapPost("/{id:guid}/topics/{caseId:guid}/recusals", RecuseMember.Handle).WithName(nameof(RecuseMember));
        meetings.MapPost("/{id:guid}/topics/{caseId:guid}/votes", CastVote.Handle).WithName(nameof(CastVote));
        meetings.MapPost("/{id:guid}/topics/{caseId:guid}/resolution", ResolveTopic.Handle).WithName(nameof(ResolveTopic));
        return group;
    }
}
