using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.PowerItems.Items;

internal static class ItemRefusals
{
    internal static Refusal NotGroupManager { get; } = new(
        "group-manager-only", "只有集团的业务管理人员可以办理。", "Only a manager of the group may do this.", 403);

    internal static Refusal NotADraft { get; } = new("not-a-draft", "该版本已经发布。", "This version was published already.");

    internal static Refusal NotPublished { get; } = new("not-published", "该版本没有在用，不能停用。", "This version is not in use and cannot be retired.");

    internal static Refusal InThePast { get; } = new("date-in-the-past", "日期不能早于现在。", "The date must not be in the past.");

    internal static Refusal BeforeTheLast(DateTimeOffset from) => new(
        "before-the-last-version", $"上一版本自 {from:yyyy-MM-dd} 起施行，新版本须晚于它。", $"The version before comes into force on {from:yyyy-MM-dd}; this one must come later.");

    // The group is the one unit of one segment.
    internal static bool IsGroupManager(this Caller caller) =>
        caller.Roles.Any(grant => grant.Role == RoleNames.Manager && grant.UnitPath.Count(letter => letter == '/') == 1);
}
