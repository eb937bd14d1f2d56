using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Database;

namespace Ronghe.PowerItems.Ledger.Proofs;

/// <param name="LeafHashes">Hex, from the index asked for on.</param>
public sealed record ListEntriesResponse(long From, IReadOnlyList<string> LeafHashes);

internal static class ListEntries
{
    /// <summary>The leaf hashes of the log, for whoever rebuilds the whole tree. They tell nothing of what is in the leaves.</summary>
    internal static async Task<Ok<ListEntriesResponse>> Handle(
        PowerItemsDb db, CancellationToken ct, [Range(0, long.MaxValue)] long from = 0, [Range(1, 10_000)] int count = 1000)
    {
        var hashes = await db.LedgerEntries.AsNoTracking().Where(entry => entry.Index >= from).OrderBy(entry => entry.Index).Take(count)
            .Select(entry => entry.LeafHash).ToListAsync(ct);
        return TypedResults.Ok(new ListEntriesResponse(from, [.. hashes.Select(hash => Convert.ToHexStringLower(hash))]));
    }
}
