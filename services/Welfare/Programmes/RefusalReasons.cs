using Ronghe.Contracts.PowerItems;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Welfare.Programmes;

/// <summary>Why a closed case did not publish the programme it was about.</summary>
internal static class RefusalReasons
{
    internal const string CaseRejected = "case-rejected";
    internal const string ItemNotAllowed = "item-not-allowed";
    internal const string DigestDiffers = "digest-differs";

    internal const string OverBudget = "over-budget";

    internal static string? Of(string item, string digest, CaseClosed closed) => closed switch
    {
        _ when closed.ItemCode != item => ItemNotAllowed,
        { Outcome: not "Approved" } => CaseRejected,
        _ when closed.AboutDigest != digest => DigestDiffers,
        _ => null,
    };

    internal static string? Explain(string? reason) => reason switch
    {
        CaseRejected => new Refusal(CaseRejected, "权力事项未获批准。", "The power case was not approved.").Text,
        ItemNotAllowed => new Refusal(ItemNotAllowed,
            "该类方案须由对应的权力事项决定，所办事项不符。",
            "The case was opened for a power item that cannot decide this kind of programme.").Text,
        DigestDiffers => new Refusal(DigestDiffers,
            "审批所见内容与方案不一致。", "What was put before the deciders is not this programme.").Text,
        OverBudget => new Refusal(OverBudget, "预算科目余额不足，方案未能发布。", "The budget line holds too little; it was not published.").Text,
        _ => null,
    };
}
