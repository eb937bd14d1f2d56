using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Ledger.Keys;
using Ronghe.PowerItems.Ledger.Trees;
using Ronghe.PowerItems.Ledger.Witnesses;

namespace Ronghe.PowerItems.Ledger.Proofs;

/// <param name="Cosignatures">Of witnesses, in the order of their keys.</param>
public sealed record GetHeadResponse(SignedHead Head, IReadOnlyList<ShownCosignature> Cosignatures);

internal static class GetHead
{
    /// <summary>The newest head. Whoever keeps it elsewhere finds a log that was shortened or split later.</summary>
    /// <param name="witnessed">True for the newest head that a quorum of witnesses has signed.</param>
    internal static async Task<Results<Ok<GetHeadResponse>, ProblemHttpResult>> Handle(PowerItemsDb db, LedgerLog log, CancellationToken ct, bool witnessed = false) =>
        await db.NewestHead(witnessed ? log.Quorum : 0, ct) is { } head
            ? TypedResults.Ok(new GetHeadResponse(SignedHead.Of(head, log), await db.CosignaturesOf(log.Id, head, ct)))
            : LedgerRefusals.NoHeadYet.ToProblem();

    /// <summary>The newest head with this many signatures of witnesses; null when there is none.</summary>
    internal static Task<LedgerHead?> NewestHead(this PowerItemsDb db, int quorum, CancellationToken ct) => quorum == 0
        ? db.LedgerHeads.AsNoTracking().OrderByDescending(head => head.Size).FirstOrDefaultAsync(ct)
        : db.LedgerHeads.AsNoTracking().Where(head => db.Cosignatures.Count(one => one.Size == head.Size) >= quorum)
            .OrderByDescending(head => head.Size).FirstOrDefaultAsync(ct);
}

internal static class GetHeadOfSize
{
    internal static async Task<Results<Ok<GetHeadResponse>, NotFound>> Handle(long size, PowerItemsDb db, LedgerLog log, CancellationToken ct) =>
        await db.LedgerHeads.AsNoTracking().FirstOrDefaultAsync(head => head.Size == size, ct) is { } head
            ? TypedResults.Ok(new GetHeadResponse(SignedHead.Of(head, log), await db.CosignaturesOf(log.Id, head, ct)))
            : TypedResults.NotFound();
}
