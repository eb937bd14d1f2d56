using Ronghe.PowerItems.Items;
using Ronghe.ServiceDefaults.Calendars;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.PowerItems.Cases;

/// <summary>Every no that a case can say, with its stable type.</summary>
internal static class CaseRefusals
{
    internal const string NobodyToDecide = "nobody-to-decide";

    internal static Refusal ItemNotInForce(string code) => new(
        "item-not-in-force", $"没有生效的权力事项 {code}。", $"No power item {code} is in force.");

    internal static Refusal LevelNotAllowed(PowerItem item, string unitKind) => new(
        "level-not-allowed",
        $"事项 {item.Code} 不在该层级单位办理（{unitKind}）；可办理层级：{string.Join("、", item.Levels)}。",
        $"Item {item.Code} is not run at a unit of kind {unitKind}; its levels are {string.Join(", ", item.Levels)}.");

    internal static Refusal UnitOutOfScope { get; } = new(
        "unit-out-of-scope", "该单位不在您的权限范围内。", "The unit is outside your scope.", 403);

    internal static Refusal AboutNotAllowed(PowerItem item) => new(
        "about-not-allowed",
        $"事项 {item.Code} 不能为此类对象授权。",
        $"Item {item.Code} does not authorise an object of this kind.");

    internal static Refusal MaterialMissing(IEnumerable<RequiredMaterial> missing) => new(
        "material-missing",
        $"缺少材料：{string.Join("、", missing.Select(material => $"{material.Name}（{material.Key}）"))}。",
        $"Materials are missing: {string.Join(", ", missing.Select(material => $"{material.NameEn} ({material.Key})"))}.");

    internal static Refusal AmountOutsideTiers(PowerItem item) => new(
        "amount-outside-tiers",
        $"“{item.Tiers[0].Field}”不在任何金额档次内。",
        $"The value of {item.Tiers[0].Field} falls into no tier of the item.");

    internal static Refusal NoStepApplies { get; } = new(
        "no-step-applies", "按所填内容没有需要办理的步骤。", "No step of the item applies to this form.");

    internal static Refusal NobodyHolds(ItemStep step) => new(
        NobodyToDecide,
        $"步骤“{step.Name}”在本单位及其上级单位均无人可办理。",
        $"Nobody at the unit or above it may act on the step “{step.NameEn}”.");

    internal static Refusal Closed(PowerCase powerCase) => new(
        "case-closed",
        $"案件已办结（{powerCase.State}）。",
        $"The case is closed ({powerCase.State}).") { Details = Present(powerCase) };

    internal static Refusal Changed(PowerCase powerCase) => new(
        "case-changed",
        $"案件已有新的办理，当前版本为 {powerCase.Version}，请刷新后再办理。",
        $"The case has moved on to version {powerCase.Version}; load it again before deciding.") { Details = Present(powerCase) };

    internal static Refusal OnlyInitiator { get; } = new(
        "initiator-only", "只有发起人可以这样办理。", "Only the initiator may do this.", 403);

    internal static Refusal NotReturned { get; } = new(
        "not-returned", "案件未退回发起人，不能重新提交。", "The case is not with its initiator and cannot be handed in again.");

    internal static Refusal WithInitiator { get; } = new(
        "case-returned", "案件已退回发起人，等待重新提交。", "The case is back with its initiator and waits to be handed in again.");

    internal static Refusal NextActTaken { get; } = new(
        "next-act-taken", "后续办理已经发生，不能再撤回或拿回。", "The next act has been taken; it is too late to withdraw or retake.");

    internal static Refusal ReasonNeeded { get; } = new("reason-needed", "请写明理由。", "Give the reason.");

    internal static Refusal StepNotActive { get; } = new(
        "step-not-active", "该步骤当前不在办理中。", "The step is not active.");

    internal static Refusal InitiatorDecides { get; } = new(
        "initiator-decides-nothing", "发起人不得办理本案件的任何步骤。", "The initiator decides nothing in the case.", 403);

    internal static Refusal NotAssigned { get; } = new(
        "not-assigned", "该步骤未指派给您。", "The step is not assigned to you.", 403);

    internal static Refusal DutiesNotSeparated { get; } = new(
        "duties-not-separated",
        "您已在本案件中以不相容职务办理过步骤。",
        "You have acted in this case for a post that is kept apart from this one.",
        403);

    internal static Refusal NoticeStillOpen(DateTimeOffset until) => new(
        "notice-still-open",
        $"公示期至 {WorkingCalendar.Shown(until)} 届满，届满前不能办结。",
        $"The public notice is open until {WorkingCalendar.Shown(until)}; it cannot be closed before.") { Details = new Dictionary<string, object?> { ["noticeUntil"] = until } };

    private static Dictionary<string, object?> Present(PowerCase powerCase) => new()
    {
        ["caseId"] = powerCase.Id,
        ["state"] = powerCase.State.ToString(),
        ["caseVersion"] = powerCase.Version,
    };
}
