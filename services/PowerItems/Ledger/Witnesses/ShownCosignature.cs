using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Ledger.Trees;

namespace Ronghe.PowerItems.Ledger.Witnesses;

/// <summary>A witness's signature. Everything but the signature is signed, in its canonical form (RFC 8785).</summary>
/// <param name="Format">ronghe.cosignature/1.</param>
/// <param name="Witness">Id of the witness's key.</param>
/// <param name="Time">By the witness's clock.</param>
public sealed record ShownCosignature(string Format, string Log, long Size, string Root, string Witness, string Time, string Signature);

internal static class Cosignatures
{
    internal static async Task<IReadOnlyList<ShownCosignature>> CosignaturesOf(this PowerItemsDb db, string log, LedgerHead head, CancellationToken ct)
    {
        var root = Convert.ToHexStringLower(head.Root);
        var found = await db.Cosignatures.AsNoTracking().Where(one => one.Size == head.Size)
            .Join(db.Witnesses, one => one.WitnessId, witness => witness.Id, (one, witness) => new { one.At, one.Signature, witness.KeyId })
            .OrderBy(one => one.KeyId).ToListAsync(ct);
        return [.. found.Select(one => new ShownCosignature(
            "ronghe.cosignature/1", log, head.Size, root, one.KeyId, LedgerTime.Write(one.At), Convert.ToBase64String(one.Signature)))];
    }
}
