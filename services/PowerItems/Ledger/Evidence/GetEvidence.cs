using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Ledger.Keys;
using Ronghe.PowerItems.Ledger.Proofs;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.PowerItems.Ledger.Evidence;

internal static class GetEvidence
{
    /// <summary>The evidence pack of a case, for everybody who may read the case. tools/LedgerVerifier checks it.</summary>
    /// <param name="since">Size of a head that was kept elsewhere; the pack then links it with the newest.</param>
    internal static async Task<Results<FileContentHttpResult, NotFound, ProblemHttpResult>> Handle(
        Guid id, Caller caller, PowerItemsDb db, EvidencePack packs, TimeProvider clock, CancellationToken ct, long? since = null)
    {
        if (await db.Cases.AsNoTracking().VisibleTo(caller).FirstOrDefaultAsync(one => one.Id == id, ct) is not { } powerCase) return TypedResults.NotFound();
        try
        {
            return await packs.Of(powerCase, since, clock.GetUtcNow(), ct) is { } pack
                ? TypedResults.File(pack, "application/zip", $"evidence-{powerCase.ItemCode}-{id}.zip")
                : LedgerRefusals.NoHeadYet.ToProblem();
        }
        catch (InvalidDataException damaged)
        {
            return LedgerRefusals.Damaged(damaged.Message).ToProblem();
        }
    }
}
