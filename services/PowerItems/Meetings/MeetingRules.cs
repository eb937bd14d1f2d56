using Ronghe.PowerItems.Cases;

namespace Ronghe.PowerItems.Meetings;

/// <summary>Quorum, order and outcome. Pure.</summary>
internal static class MeetingRules
{
    /// <summary>Members needed present, of all members: a share of a half means more than half.</summary>
    internal static int QuorumOf(BodyRule rule, int members) =>
        rule.Quorum == 0.5m ? members / 2 + 1 : (int)Math.Ceiling(rule.Quorum * members);

    /// <summary>
    /// True when enough members may vote on the topic. Those who stay out of it count neither as members nor as present
    /// (公司法 §139: 无关联关系董事过半数出席).
    /// </summary>
    internal static bool HasQuorum(CaseMeeting meeting)
    {
        var entitled = meeting.Members.Select(member => member.PersonId).Except(meeting.Recused ?? []).ToList();
        var voting = entitled.Intersect(meeting.Present ?? []).Count();
        return voting > 0 && voting >= QuorumOf(meeting.Rule, entitled.Count);
    }

    /// <summary>What the votes make of the topic.</summary>
    internal static StepDecision Outcome(CaseMeeting meeting)
    {
        var votes = meeting.Votes ?? [];
        var approving = votes.Count(vote => vote.Choice == VoteChoice.For);
        var entitled = meeting.Members.Count(member => meeting.Recused?.Contains(member.PersonId) != true);
        var carried = meeting.Rule.Decides switch
        {
            DecisionRule.MajorityOfMembers => approving * 2 > entitled,
            DecisionRule.MajorityOfPresent => approving * 2 > votes.Count,
            DecisionRule.HeadAfterHearing => HeadApproves(meeting, votes),
            _ => throw new InvalidOperationException($"Decision rule {meeting.Rule.Decides} has no meaning."),
        };
        return carried ? StepDecision.Approve : StepDecision.Reject;
    }

    private static bool HeadApproves(CaseMeeting meeting, IReadOnlyList<Vote> votes)
    {
        var others = votes.Where(vote => vote.Member != meeting.Head).ToList();
        return votes.Any(vote => vote.Member == meeting.Head && vote.Choice == VoteChoice.For)
            && others.Count(vote => vote.Choice == VoteChoice.Against) * 2 <= others.Count;
    }
}
