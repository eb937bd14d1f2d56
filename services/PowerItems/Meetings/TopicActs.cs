using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Ronghe.PowerItems.Acts;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Ledger;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.PowerItems.Meetings;

/// <param name="PersonId">The member who stays out; the caller when null.</param>
public sealed record RecuseMemberRequest(Guid? PersonId, [Required, StringLength(500)] string? Reason);

/// <param name="Opinion">The member's own view; needed against and in abstention, where it is the reason.</param>
public sealed record CastVoteRequest([Required] VoteChoice? Vote, [StringLength(2000)] string? Opinion);

/// <param name="Summary">What was resolved, in the words of the minutes.</param>
/// <param name="SplittingSeen">Ids of the cases that a suspicion of splitting summed.</param>
public sealed record ResolveTopicRequest([Required, StringLength(2000)] string? Summary, [MaxLength(1000)] IReadOnlyList<Guid>? SplittingSeen);

public sealed record TopicActResponse(Guid MeetingId, Guid CaseId, CaseState State, long CaseVersion, ActReceipt Receipt);

internal static class RecuseMember
{
    internal static Task<Results<Ok<TopicActResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid id, Guid caseId, RecuseMemberRequest request, Caller caller, TopicDoor door, CancellationToken ct) =>
        door.Take(id, caseId, caller, ActKind.Recuse, (act, _) => act with { People = [request.PersonId ?? caller.PersonId], Opinion = request.Reason }, ct);
}

internal static class CastVote
{
    internal static Task<Results<Ok<TopicActResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid id, Guid caseId, CastVoteRequest request, Caller caller, TopicDoor door, CancellationToken ct) =>
        door.Take(id, caseId, caller, ActKind.Vote, (act, _) => act with { Vote = new Vote(caller.PersonId, request.Vote!.Value), Opinion = request.Opinion }, ct);
}

internal static class ResolveTopic
{
    /// <summary>Counts the votes by the body's rule and concludes the step.</summary>
    internal static Task<Results<Ok<TopicActResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid id, Guid caseId, ResolveTopicRequest request, Caller caller, TopicDoor door, CancellationToken ct) =>
        door.Take(id, caseId, caller, ActKind.Resolve, (act, splitting) => act with
        {
            Opinion = request.Summary, SplittingSeen = request.SplittingSeen ?? [], Splitting = splitting,
        }, ct);
}

/// <summary>Acts on one topic of a meeting.</summary>
internal sealed class TopicDoor(PowerItemsDb db, ActDoor door)
{
    internal async Task<Results<Ok<TopicActResponse>, NotFound, ProblemHttpResult>> Take(
        Guid meetingId, Guid caseId, Caller caller, ActKind kind, Func<IntendedAct, Splitting.SplittingFinding?, IntendedAct> fill, CancellationToken ct)
    {
        if (await db.LoadMeeting(meetingId, caller, ct) is not { } meeting) return TypedResults.NotFound();
        if (meeting.Topics.FirstOrDefault(topic => topic.CaseId == caseId) is not { } topic) return TypedResults.NotFound();
        if (await db.LoadTopic(meeting, topic, caller, ct) is not { } powerCase) return MeetingRefusals.TopicClosed.ToProblem();

        var approves = kind == ActKind.Resolve && MeetingRules.Outcome(powerCase.ActiveStep!.Meeting!) == StepDecision.Approve;
        var act = fill(door.Intend(kind, caller, null), approves ? await door.Splitting(db, powerCase, ct) : null) with { StepId = topic.StepId };
        var (refusal, receipt) = await door.Take(db, powerCase, act, ct);
        return refusal is not null
            ? refusal.ToProblem()
            : TypedResults.Ok(new TopicActResponse(meetingId, caseId, powerCase.State, powerCase.Version, receipt!));
    }
}
