using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Database;

namespace Ronghe.PowerItems.Ledger.Witnesses;

public sealed record ListWitnessesResponse(IReadOnlyList<ShownWitness> Witnesses);

/// <param name="KeyId">Hex SHA-256 of the public key: ask the witness itself whether it is theirs.</param>
public sealed record ShownWitness(
    Guid WitnessId, string Name, string NameEn, string KeyId, string Algorithm, string PublicKey, DateTimeOffset Since, DateTimeOffset? RetiredAt);

internal static class ListWitnesses
{
    internal static async Task<Ok<ListWitnessesResponse>> Handle(PowerItemsDb db, CancellationToken ct) =>
        TypedResults.Ok(new ListWitnessesResponse(await db.ShownWitnesses(ct)));

    internal static async Task<IReadOnlyList<ShownWitness>> ShownWitnesses(this PowerItemsDb db, CancellationToken ct)
    {
        var witnesses = await db.Witnesses.AsNoTracking().OrderBy(witness => witness.Id).ToListAsync(ct);
        return [.. witnesses.Select(one => new ShownWitness(
            one.Id, one.Name, one.NameEn, one.KeyId, one.Algorithm, Convert.ToBase64String(one.PublicKey), one.Since, one.RetiredAt))];
    }
}
