using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Ronghe.PowerItems.Acts;
using Ronghe.PowerItems.Database;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.PowerItems.Meetings;

/// <param name="Present">Members who attend.</param>
public sealed record OpenMeetingRequest([Required, MinLength(1), MaxLength(200)] IReadOnlyList<Guid>? Present);

public sealed record OpenMeetingResponse(Guid MeetingId, DateTimeOffset OpenedAt, IReadOnlyList<Guid> Present);

internal static class OpenMeeting
{
    /// <summary>Records attendance on every topic that is still on; refused as a whole while one of them has no quorum.</summary>
    internal static async Task<Results<Ok<OpenMeetingResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid id, OpenMeetingRequest request, Caller caller, PowerItemsDb db, ActDoor door, CancellationToken ct)
    {
        if (await db.LoadMeeting(id, caller, ct) is not { } meeting) return TypedResults.NotFound();
        if (meeting.OpenedAt is not null) return MeetingRefusals.AlreadyOpened.ToProblem();
        var present = request.Present!.Distinct().ToList();
        var events = new List<object>();
        var at = default(DateTimeOffset);
        foreach (var topic in meeting.Topics.OrderBy(topic => topic.CaseId))
        {
            if (await db.LoadTopic(meeting, topic, caller, ct) is not { } powerCase) continue;
            var act = door.Intend(ActKind.OpenMeeting, caller, null) with { StepId = topic.StepId, People = present };
            var (refusal, recorded) = await door.TakeWithoutSaving(db, powerCase, act, ct);
            if (refusal is not null) return refusal.ToProblem();
            events.AddRange(recorded!.Events);
            at = act.At;
        }

        if (at == default) return MeetingRefusals.NoTopicLeft.ToProblem();
        meeting.Open(present, at);
        await db.SaveAndPublishAsync(events, ct);
        return TypedResults.Ok(new OpenMeetingResponse(meeting.Id, at, present));
    }
}
