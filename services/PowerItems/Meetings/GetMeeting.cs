using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Acts;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Items;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.PowerItems.Meetings;

/// <param name="Number">Number of the body's meeting within the year.</param>
/// <param name="Quorum">Members who must be present when nobody stays out of a topic.</param>
/// <param name="Present">Empty until the meeting was opened.</param>
public sealed record GetMeetingResponse(
    Guid MeetingId, DecisionBody Body, string BodyName, string BodyNameEn, string UnitPath, int Year, int Number, string Title, string? Place,
    DateTimeOffset MaterialsAt, DateTimeOffset StartsAt, DateTimeOffset? OpenedAt, IReadOnlyList<BodyMember> Members, int Quorum,
    IReadOnlyList<Guid> Present, IReadOnlyList<ShownTopic> Topics);

/// <param name="Open">True while it can be voted on or resolved.</param>
/// <param name="Resolved">Null until resolved.</param>
/// <param name="Dissent">Votes against and in abstention, with their reasons, kept for good.</param>
public sealed record ShownTopic(
    Guid CaseId, Guid StepId, string ItemCode, string Title, bool Open, IReadOnlyList<Guid> Recused, IReadOnlyList<ShownVote> Votes,
    StepDecision? Resolved, string? Summary, IReadOnlyList<ShownVote> Dissent);

public sealed record ShownVote(Guid Member, string? Post, VoteChoice Vote, string? Opinion, DateTimeOffset At);

internal static class GetMeeting
{
    internal static async Task<Results<Ok<GetMeetingResponse>, NotFound>> Handle(Guid id, Caller caller, PowerItemsDb db, DecisionBodies bodies, CancellationToken ct) =>
        await Show(id, caller, db, bodies, ct) is { } shown ? TypedResults.Ok(shown) : TypedResults.NotFound();

    /// <summary>Null when there is no such meeting or the caller may not know of it.</summary>
    internal static async Task<GetMeetingResponse?> Show(Guid id, Caller caller, PowerItemsDb db, DecisionBodies bodies, CancellationToken ct)
    {
        if (await db.Meetings.AsNoTracking().FirstOrDefaultAsync(one => one.Id == id, ct) is not { } meeting || !MeetingQueries.IsVisibleTo(meeting, caller)) return null;
        var rule = bodies[meeting.Body];
        var topics = new List<ShownTopic>();
        foreach (var topic in meeting.Topics) topics.Add(await Shown(meeting, topic, db, ct));
        return new GetMeetingResponse(
            meeting.Id, meeting.Body, rule.Name, rule.NameEn, meeting.UnitPath, meeting.Year, meeting.Number, meeting.Title, meeting.Place,
            meeting.MaterialsAt, meeting.StartsAt, meeting.OpenedAt, meeting.Members, MeetingRules.QuorumOf(rule, meeting.Members.Count), meeting.Present, topics);
    }

    // From the acts and not from the case: what was said and resolved stays, also when the case is returned and starts again.
    private static async Task<ShownTopic> Shown(Meeting meeting, MeetingTopic topic, PowerItemsDb db, CancellationToken ct)
    {
        string[] kinds = [nameof(ActKind.Convene), nameof(ActKind.Recuse), nameof(ActKind.Vote), nameof(ActKind.Resolve)];
        var acts = await db.Acts.AsNoTracking().Include(act => act.Input)
            .Where(act => act.CaseId == topic.CaseId && act.StepId == topic.StepId && kinds.Contains(act.Kind)).OrderBy(act => act.CaseVersion).ToListAsync(ct);
        var own = acts.SkipWhile(act => act.Effect.Meeting?.MeetingId != meeting.Id)
            .TakeWhile((act, index) => index == 0 || act.Kind != nameof(ActKind.Convene)).ToList();
        var votes = own.Where(act => act.Effect.Vote is not null)
            .Select(act => new ShownVote(act.Effect.Vote!.Member, act.Post, act.Effect.Vote.Choice, act.Input?.Opinion, act.At)).ToList();
        var resolution = own.FirstOrDefault(act => act.Effect.Resolved is not null);
        return new ShownTopic(
            topic.CaseId, topic.StepId, topic.ItemCode, topic.Title, resolution is null,
            [.. (own.FirstOrDefault()?.Effect.Meeting?.Recused ?? []).Concat(own.Where(act => act.Kind == nameof(ActKind.Recuse)).SelectMany(act => act.Effect.People!)).Distinct()],
            votes, resolution?.Effect.Resolved, resolution?.Input?.Opinion, [.. votes.Where(vote => vote.Vote != VoteChoice.For)]);
    }
}
