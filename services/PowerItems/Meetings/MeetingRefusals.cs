using Ronghe.PowerItems.Items;
using Ronghe.ServiceDefaults.Calendars;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.PowerItems.Meetings;

/// <summary>Every no of a meeting, with its stable type.</summary>
internal static class MeetingRefusals
{
    internal static Refusal NotCollective { get; } = new("not-collective", "这一步不由会议决定。", "This step is decided by no meeting.");

    internal static Refusal NotConvened { get; } = new("not-convened", "尚未召集会议。", "No meeting was convened.");

    internal static Refusal AlreadyConvened { get; } = new("already-convened", "该议题已列入会议。", "The topic is on the agenda of a meeting already.");

    internal static Refusal AnotherBody(DecisionBody body) => new("another-body", $"该议题应由 {body} 决定。", $"The topic is for the {body}.");

    internal static Refusal MaterialsTooLate(BodyRule rule, DateTimeOffset earliest) => new(
        "materials-too-late",
        $"{rule.Name}议题材料须提前 {rule.MaterialsDays} 天送达：会议不得早于 {WorkingCalendar.Shown(earliest)}。",
        $"Materials of the {rule.NameEn} go out {rule.MaterialsDays} days ahead: the meeting cannot be before {WorkingCalendar.Shown(earliest)}.")
    {
        Details = new Dictionary<string, object?> { ["earliest"] = earliest },
    };

    internal static Refusal TooEarly(DateTimeOffset starts) => new(
        "meeting-too-early", $"会议定于 {WorkingCalendar.Shown(starts)}，届时方可开会。", $"The meeting is set for {WorkingCalendar.Shown(starts)}.");

    internal static Refusal NoMembers(BodyRule rule) => new(
        "no-members", $"{rule.Name}没有在任成员。", $"Nobody holds a seat in the {rule.NameEn}.");

    internal static Refusal NoQuorum(CaseMeeting meeting) => new(
        "no-quorum",
        $"到会人数不足，不能开会或表决：有表决权成员 {Entitled(meeting)} 人，须到会 {MeetingRules.QuorumOf(meeting.Rule, Entitled(meeting))} 人。",
        $"No quorum: of {Entitled(meeting)} members entitled to vote {MeetingRules.QuorumOf(meeting.Rule, Entitled(meeting))} must be present.");

    internal static Refusal NoTopicLeft { get; } = new("no-topic-left", "会议已没有待议议题。", "No topic is left on the agenda.");

    internal static Refusal TopicClosed { get; } = new("topic-closed", "该议题已办结或已撤出本次会议。", "The topic was decided or is no longer on this meeting's agenda.");

    internal static Refusal AlreadyOpened { get; } = new("already-opened", "会议已开始。", "The meeting has begun.");

    internal static Refusal NotOpened { get; } = new("meeting-not-open", "会议尚未开始。", "The meeting has not begun.");

    internal static Refusal NotAMember { get; } = new("not-a-member", "不是会议成员。", "Not a member of the body.", 403);

    internal static Refusal RecusedMember { get; } = new("recused-member", "已回避本议题，不得参与讨论和表决。", "Recused from this topic: neither speaks nor votes.", 403);

    internal static Refusal MemberAbsent { get; } = new("member-absent", "未到会的成员不能表决。", "A member who is absent does not vote.", 403);

    internal static Refusal AlreadyVoted { get; } = new("already-voted", "已表决，不能更改。", "The vote is cast and stands.");

    internal static Refusal HeadSpeaksLast { get; } = new(
        "head-speaks-last", "主要负责人末位表态：请待其他到会成员表决后再表态。", "The head speaks last: wait until every other member present has voted.");

    internal static Refusal VotesMissing(int count) => new("votes-missing", $"还有 {count} 名到会成员未表决。", $"{count} members present have yet to vote.");

    private static int Entitled(CaseMeeting meeting) => meeting.Members.Count(member => meeting.Recused?.Contains(member.PersonId) != true);
}
