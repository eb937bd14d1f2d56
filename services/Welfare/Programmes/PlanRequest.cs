using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Ronghe.ServiceDefaults.Problems;
using Ronghe.Welfare.Caps;
using Ronghe.Welfare.Rules;

namespace Ronghe.Welfare.Programmes;

/// <param name="Occasion">Festival, such as SpringFestival; empty when it is about none.</param>
/// <param name="WindowSlots">Random claim windows: everyone gets one of so many, drawn at the start; 0 for none.</param>
public sealed record PlanRequest(
    [Required, AllowedValues(ProgrammePlan.Issue, ProgrammePlan.Claim, ProgrammePlan.ByDraw)] string? Mode,
    [Required, StringLength(60)] string? RuleCode,
    [Range(1, 100_000)] int? RuleVersion,
    [Range(2000, 2200)] int? Year,
    [StringLength(40)] string? Occasion,
    [MaxLength(20)] IReadOnlyList<Gift>? Gifts,
    DateTimeOffset? OpensAt,
    DateTimeOffset? ClosesAt,
    [Range(0, 1000)] int WindowSlots = 0,
    [Range(0, 10_080)] int WindowMinutes = 0,
    DrawPlan? Draw = null);

/// <summary>Makes a plan of what was asked, or says which field is not right.</summary>
internal static class Planning
{
    internal static async Task<(ProgrammePlan? Plan, ProblemHttpResult? Problem)> Make(
        PlanRequest request, string kind, CapPack caps, WelfareDb db, DateTimeOffset now, CancellationToken ct)
    {
        if (Wrong(request, now) is { } wrong) return (null, ProblemTypes.Invalid(wrong));
        if (await EntitlementRule.Find(db, request.RuleCode!, request.RuleVersion, ct) is not { } rule)
            return (null, ProblemTypes.Invalid(("plan.ruleCode", "没有这条资格规则。", "There is no such rule.")));

        var (occasion, year) = (request.Occasion ?? "", now.ToOffset(CapGuard.ChinaStandardTime).Year);
        var cap = await caps.InForce(db, kind, "", year, ct) is [var first, ..] ? first : null;
        return (new ProgrammePlan(
            request.Mode!, request.Year ?? year, ProgrammeKinds.LineOf(kind), rule.Code, rule.Version, occasion,
            request.Gifts is { Count: > 0 } gifts ? gifts : [new Gift("gift", "慰问品", "Gift", null)],
            cap is null ? null : new PersonCap(cap.Code, cap.Version, cap.AmountPerPersonPerYear),
            request.OpensAt, request.ClosesAt, request.WindowSlots, request.WindowMinutes, request.Draw), null);
    }

    private static (string, string, string)? Wrong(PlanRequest request, DateTimeOffset now)
    {
        var gifts = request.Gifts ?? [];
        if (gifts.Any(gift => string.IsNullOrWhiteSpace(gift.Code) || string.IsNullOrWhiteSpace(gift.Name) || gift.Stock is < 1)
            || gifts.DistinctBy(gift => gift.Code).Count() != gifts.Count)
            return ("plan.gifts", "礼品要有编号和名称，编号不能重复，数量至少为 1。", "Gifts need a code of their own and a name; stock is 1 at least.");
        if (request.Mode == ProgrammePlan.Issue) return gifts.Any(gift => gift.Stock is not null) || gifts.Count > 1
            ? ("plan.gifts", "普发方案只有一种礼品，不限数量。", "An issue to everyone has one gift without a limit.") : null;
        if (request.OpensAt is null || request.ClosesAt <= request.OpensAt || request.ClosesAt is null || request.ClosesAt <= now)
            return ("plan.closesAt", "请填写开始和截止时间，截止要晚于开始和现在。", "Opening and closing are needed; closing comes after both opening and now.");
        if (request.WindowSlots > 0 && (request.WindowMinutes == 0 || request.OpensAt.Value.AddMinutes(request.WindowSlots * (double)request.WindowMinutes) > request.ClosesAt))
            return ("plan.windowMinutes", "各时段加起来要在截止时间之前。", "The windows together must end before the closing.");
        if (request.Mode != ProgrammePlan.ByDraw) return null;
        return request.Draw is not { Source.Length: > 0, FallbackSource.Length: > 0 } draw || draw.Moment <= request.ClosesAt || draw.RevealBy <= draw.Moment
            || draw.Source == draw.FallbackSource || draw.Weights?.Values.Any(weight => weight is < 1 or > 1000) == true || gifts is not [{ Stock: not null }]
            ? ("plan.draw", "抽签要写明公开随机源、截止报名之后的取值时刻、公开期限和备用随机源，并且只有一种限量礼品。",
                "A draw names its public source, a moment after the closing, a deadline to reveal, another source to fall back on, and has one gift of limited stock.")
            : null;
    }
}
