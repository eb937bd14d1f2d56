using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Ledger.Keys;
using Ronghe.PowerItems.Ledger.Trees;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.PowerItems.Ledger.Proofs;

/// <param name="Path">Hashes from the leaf to the root, hex (RFC 9162 section 2.1.3).</param>
public sealed record ProveInclusionResponse(string LeafHash, long Index, IReadOnlyList<string> Path, SignedHead Head);

internal static class ProveInclusion
{
    /// <summary>That the leaf of an act is in the newest tree, or in the tree of a head that the caller holds.</summary>
    /// <param name="act">Id of the act, as in the receipt.</param>
    /// <param name="size">Size of a published head; the newest when null.</param>
    internal static async Task<Results<Ok<ProveInclusionResponse>, ProblemHttpResult>> Handle(
        Guid act, PowerItemsDb db, LedgerLog log, CancellationToken ct, long? size = null)
    {
        var head = size is { } wanted
            ? await db.LedgerHeads.AsNoTracking().FirstOrDefaultAsync(one => one.Size == wanted, ct)
            : await db.NewestHead(0, ct);
        if (head is null) return LedgerRefusals.NoHeadYet.ToProblem();
        var entry = await db.LedgerEntries.AsNoTracking().FirstOrDefaultAsync(one => one.ActId == act, ct);
        if (entry is null || entry.Index >= head.Size) return LedgerRefusals.NotIncludedYet.ToProblem();
        try
        {
            var path = await new TreeReader(db, log.Hash).Inclusion(entry.Index, head.Size, ct);
            return TypedResults.Ok(new ProveInclusionResponse(
                Convert.ToHexStringLower(entry.LeafHash), entry.Index, [.. path.Select(one => Convert.ToHexStringLower(one))], SignedHead.Of(head, log)));
        }
        catch (InvalidDataException damaged)
        {
            return LedgerRefusals.Damaged(damaged.Message).ToProblem();
        }
    }
}
