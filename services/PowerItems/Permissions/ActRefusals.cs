using Ronghe.PowerItems.Splitting;
using Ronghe.ServiceDefaults.Calendars;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.PowerItems.Permissions;

/// <summary>Every no to an act on a step, with its stable type.</summary>
internal static class ActRefusals
{
    internal static Refusal NotLent { get; } = new("not-delegated", "这项任务不是委派给您的，无需交回。", "The task was not lent to you; there is nothing to hand back.");

    internal static Refusal HandBackFirst { get; } = new(
        "delegate-hands-back", "委派来的任务请填写意见后交回委派人，由委派人办理。", "A task that was lent to you goes back with your opinion; the one who lent it decides.");

    internal static Refusal NoSuchReturn(string? to) => new(
        "no-such-return", $"不能退回到“{to}”：请选发起人、上一步、上一签署人或已办结的前序步骤。",
        $"The case cannot be returned to “{to}”: name the initiator, the previous step, the last signer, or an earlier step that was decided.");

    internal static Refusal NotYourSigner { get; } = new(
        "not-your-signer", "只能减去本人所加、尚未签署的人员。", "Only signers whom you added and who have not signed yet can be taken off.");

    internal static Refusal MeetingDecides { get; } = new(
        "meeting-decides", "这一步由会议集体决定：请召集会议，由成员逐人表决。", "This step is decided by a meeting: convene it and let each member vote.");

    internal static Refusal OutsideDecides { get; } = new(
        "outside-decides", "这一步由外部机关批复：请登记报送文号，收到批复后登记批复文号。", "An authority outside decides this step: file the submission, then its reply.");

    internal static Refusal EvidenceNeeded { get; } = new("evidence-needed", "请写明办理依据。", "Say what the evidence is.");

    internal static Refusal ObjectionOpen { get; } = new("objection-open", "公示期内有异议尚未处理，不能办结。", "An objection is still open; the notice cannot be closed.");

    internal static Refusal NoObjection { get; } = new("no-objection", "没有待处理的异议。", "No objection is open.");

    internal static Refusal NoNotice { get; } = new("no-notice", "这一步没有公示。", "This step is no public notice.");

    internal static Refusal ObjectionTooLate(DateTimeOffset until) => new(
        "objection-too-late", $"公示期已于 {WorkingCalendar.Shown(until)} 届满，不再受理异议。", $"The notice ended at {WorkingCalendar.Shown(until)}; objections are no longer taken.");

    internal static Refusal FieldNotEditable(string field) => new(
        "field-not-editable", $"这一步不能修改“{field}”。", $"The field {field} cannot be changed in this step.", 403);

    internal static Refusal SplittingSuspected(SplittingFinding finding) => new(
        "splitting-suspected",
        $"近 {finding.WindowDays} 天内同一“{finding.Key}”的案件合计 {finding.Sum}，已超过本档上限 {finding.Bound}，应按“{finding.TierOfSum}”办理。请核对所列案件，确认后再批准。",
        $"Cases of the same {finding.Key} within {finding.WindowDays} days add up to {finding.Sum}, above this tier's {finding.Bound}; together they belong to “{finding.TierOfSumEn}”. Look at them, then approve and name them as seen.")
    {
        Details = new Dictionary<string, object?> { ["splitting"] = finding },
    };

    internal static Refusal NameOnePerson { get; } = new("name-one-person", "请指定一名人员。", "Name one person.");

    internal static Refusal AlreadyAssigned(Guid person) => new("already-assigned", $"{person} 已在办理人之中。", $"{person} is already among those who act.");

    internal static Refusal UnknownPerson(Guid person) => new("unknown-person", $"没有在职人员 {person}。", $"Nobody in service has the id {person}.");

    internal static Refusal PersonMayNotAct(Guid person) => new(
        "person-may-not-act", $"{person} 是发起人或已以不相容职务办理过本案件，不能办理这一步。",
        $"{person} opened the case or acted in it for a post kept apart from this one, and may not act here.", 403);

    internal static Refusal NotOutside { get; } = new("not-outside", "这一步不报外部机关。", "This step goes to no authority outside.");

    internal static Refusal AlreadyFiled { get; } = new("already-filed", "已登记报送。", "The submission was filed already.");

    internal static Refusal NotFiled { get; } = new("not-filed", "请先登记报送文号。", "File the submission first.");

    internal static Refusal ReplyBeforeFiling { get; } = new("reply-before-filing", "批复日期早于报送日期。", "The reply is dated before the submission.");

    internal static Refusal UrgedRecently(DateTimeOffset next) => new(
        "urged-recently", $"一小时内已催办过，{WorkingCalendar.Shown(next)} 后可再次催办。", $"Urged within the hour; possible again from {WorkingCalendar.Shown(next)}.")
    {
        Details = new Dictionary<string, object?> { ["next"] = next },
    };

    internal static Refusal NotAParticipant { get; } = new("not-a-participant", "您不是本案件的参与人。", "You take no part in this case.", 403);
}
