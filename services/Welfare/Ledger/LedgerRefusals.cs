using System.Globalization;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Welfare.Ledger;

internal static class LedgerRefusals
{
    internal static readonly Refusal ReversedBefore = new(
        "already-reversed", "这笔账已经冲销过，不能再冲。", "This entry was reversed before; it cannot be reversed again.");

    internal static Refusal Short(LedgerAccount account, decimal missing) => new(
        "over-budget",
        $"预算不够：{account.Year} 年“{account.Line}”科目还差 {Yuan(missing)} 元。",
        $"Over the budget: line {account.Line} of {account.Year} lacks {Yuan(missing)} yuan.");

    internal static Refusal MovedOn(LedgerAccount account) => new(
        "money-moved-on",
        $"这笔钱已经用到下一步，“{account.Line}”科目余额不足以冲回。请先冲销后面的账。",
        $"The money has moved on: line {account.Line} holds too little to take it back. Reverse the later entries first.");

    internal static string Yuan(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);
}
