using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Ledger.Keys;

namespace Ronghe.PowerItems.Ledger.Proofs;

/// <param name="Log">Id of the log: the id of its first key.</param>
/// <param name="Quorum">Witnesses that must sign a head before packs rest on it.</param>
public sealed record ListLedgerKeysResponse(string Log, string Hash, int Quorum, IReadOnlyList<ShownLedgerKey> Keys);

/// <param name="Id">Hex SHA-256 of the public key.</param>
/// <param name="Algorithm">ES256 or SM2.</param>
/// <param name="PublicKey">Base64 of the DER SubjectPublicKeyInfo.</param>
/// <param name="EndorsedBy">The key that signed this entry; null for the first.</param>
/// <param name="Endorsement">Base64; null for the first.</param>
public sealed record ShownLedgerKey(
    string Format, string Log, string Id, int Number, string Algorithm, string PublicKey, string Since, string? EndorsedBy, string? Endorsement);

internal static class ListLedgerKeys
{
    internal static async Task<Ok<ListLedgerKeysResponse>> Handle(PowerItemsDb db, LedgerLog log, CancellationToken ct) =>
        TypedResults.Ok(new ListLedgerKeysResponse(log.Id, log.Hash.Name, log.Quorum, await db.ShownLedgerKeys(log, ct)));

    internal static async Task<IReadOnlyList<ShownLedgerKey>> ShownLedgerKeys(this PowerItemsDb db, LedgerLog log, CancellationToken ct)
    {
        var keys = await db.LedgerKeys.AsNoTracking().OrderBy(key => key.Number).ToListAsync(ct);
        return [.. keys.Select(key => new ShownLedgerKey(
            "ronghe.key/1", log.Id, key.Id, key.Number, key.Algorithm, Convert.ToBase64String(key.PublicKey), LedgerTime.Write(key.Since), key.EndorsedBy,
            key.Endorsement is null ? null : Convert.ToBase64String(key.Endorsement)))];
    }
}
