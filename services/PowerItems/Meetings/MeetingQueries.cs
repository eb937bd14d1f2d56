using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Database;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.PowerItems.Meetings;

internal static class MeetingQueries
{
    /// <summary>Null when there is no such meeting or the caller may not know of it. Locked, as cases are.</summary>
    internal static async Task<Meeting?> LoadMeeting(this PowerItemsDb db, Guid id, Caller caller, CancellationToken ct)
    {
        var found = await db.Meetings.FromSql($"SELECT * FROM meetings WHERE id = {id} FOR UPDATE").AsTracking().ToListAsync(ct);
        return found is [var meeting] && IsVisibleTo(meeting, caller) ? meeting : null;
    }

    internal static bool IsVisibleTo(Meeting meeting, Caller caller) => caller.MayRead(meeting.UnitPath) || meeting.Participants.Contains(caller.Subject);

    /// <summary>The case of a topic; null when it is no longer on: withdrawn, returned, terminated or decided since.</summary>
    internal static async Task<PowerCase?> LoadTopic(this PowerItemsDb db, Meeting meeting, MeetingTopic topic, Caller caller, CancellationToken ct) =>
        await db.LoadCase(topic.CaseId, caller, ct) is { } powerCase && powerCase.ActiveStep is { } step
            && step.Id == topic.StepId && step.Meeting?.MeetingId == meeting.Id ? powerCase : null;
}
