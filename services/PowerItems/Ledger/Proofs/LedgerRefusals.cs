using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.PowerItems.Ledger.Proofs;

internal static class LedgerRefusals
{
    internal static Refusal NoHeadYet { get; } = new("ledger-empty", "存证账本还没有签名的树头。", "The ledger has no signed head yet.", 404);

    internal static Refusal NotIncludedYet { get; } = new(
        "not-included-yet", "这条记录还没有并入存证账本，或者不存在。", "This act is not in the ledger yet, or there is no such act.", 404);

    internal static Refusal NoSuchSizes { get; } = new(
        "no-such-tree", "没有这两个大小的树：应为 0 < from ≤ to ≤ 当前大小。", "There are no trees of these sizes: 0 < from ≤ to ≤ the present size.");

    internal static Refusal Damaged(string what) => new(
        "ledger-damaged", $"存证账本缺少数据，无法出具证明：{what}", $"The ledger lacks data and proves nothing: {what}");
}
