using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Welfare.Claims;

internal static class ClaimRefusals
{
    internal static readonly Refusal Twice = new("already-claimed", "您已经领过这一项，每人一份。", "You have this already; it is one for each person.");
    internal static readonly Refusal NotEntitled = new("not-entitled", "您不在这次的享受范围内。", "You are not on the list of this programme.");
    internal static readonly Refusal HasLeft = new("has-left", "您已离开本单位，不能再领取。", "You have left the group and can claim no more.");
    internal static readonly Refusal OverCap = new("over-cap", "再领就超出您本年度的标准了。", "This would exceed what you may receive this year.");
    internal static readonly Refusal OverBudget = new("over-budget", "这项方案的预算已经用完。", "The budget of this programme is used up.");
    internal static readonly Refusal SoldOut = new("sold-out", "已经领完。可以登记候补，有人退领就轮到您。", "There is none left. You may join the waiting list.");
    internal static readonly Refusal NoSuchGift = new("no-such-gift", "没有这种礼品，请重新选择。", "There is no such gift; choose another.");
    internal static readonly Refusal NotOpen = new("outside-window", "现在不在领取时间内。", "Claims are not open now.");
    internal static readonly Refusal NotYours = new("another-persons", "这是别人的，只能本人办理。", "This is another person's; only they may do this.", StatusCodes.Status403Forbidden);
    internal static readonly Refusal Returned = new("claim-returned", "这一份已经退回。", "This was returned.");
    internal static readonly Refusal CodeUsed = new("code-used", "这个领取码已经用过。", "This code was used already.");
    internal static readonly Refusal CodeExpired = new("code-expired", "领取码已过期，请在手机上重新打开。", "The code has expired; open it again on the phone.");
    internal static readonly Refusal CodeForged = new("code-forged", "领取码不是本系统签发的，不能发放。", "This code was not signed here; hand nothing out.");

    internal static Refusal NotYet(DateTimeOffset from) => NotOpen with
    {
        Chinese = $"还没轮到您：您的领取时段从 {from.ToOffset(TimeSpan.FromHours(8)):M月d日 HH:mm} 开始，时段按抽签排定，早来晚来机会一样。",
        English = $"Your window starts at {from.ToOffset(TimeSpan.FromHours(8)):d MMM HH:mm}. Windows were drawn by lot; coming early gains nothing.",
        Details = new Dictionary<string, object?> { ["from"] = from },
    };

    internal static Refusal Of(string no, DateTimeOffset? from) => no switch
    {
        "twice" => Twice,
        "not-entitled" => NotEntitled,
        "has-left" => HasLeft,
        "over-cap" => OverCap,
        "over-budget" => OverBudget,
        "sold-out" => SoldOut,
        "no-such-gift" => NoSuchGift,
        "not-yet" => NotYet(from!.Value),
        _ => NotOpen,
    };
}
