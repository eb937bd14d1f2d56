using Microsoft.AspNetCore.Http.HttpResults;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Ledger.Keys;
using Ronghe.PowerItems.Ledger.Trees;

namespace Ronghe.PowerItems.Ledger.Proofs;

/// <param name="Path">Hashes, hex (RFC 9162 section 2.1.4).</param>
public sealed record ProveConsistencyResponse(long From, long To, IReadOnlyList<string> Path);

internal static class ProveConsistency
{
    /// <summary>That the tree of one size is the beginning of the tree of another.</summary>
    internal static async Task<Results<Ok<ProveConsistencyResponse>, ProblemHttpResult>> Handle(
        long from, long to, PowerItemsDb db, LedgerLog log, CancellationToken ct)
    {
        if (await db.NewestHead(0, ct) is not { } head) return LedgerRefusals.NoHeadYet.ToProblem();
        if (from <= 0 || from > to || to > head.Size) return LedgerRefusals.NoSuchSizes.ToProblem();
        try
        {
            var path = await new TreeReader(db, log.Hash).Consistency(from, to, ct);
            return TypedResults.Ok(new ProveConsistencyResponse(from, to, [.. path.Select(one => Convert.ToHexStringLower(one))]));
        }
        catch (InvalidDataException damaged)
        {
            return LedgerRefusals.Damaged(damaged.Message).ToProblem();
        }
    }
}
