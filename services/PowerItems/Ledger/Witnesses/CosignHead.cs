using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Ledger.Keys;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.PowerItems.Ledger.Witnesses;

/// <param name="Size">Size of the head that was signed.</param>
/// <param name="Witness">Id of the witness's key.</param>
/// <param name="Time">UTC with six decimal places, as it was signed.</param>
/// <param name="Signature">Base64 of r and s, over the canonical form of format, log, size, root, witness and time.</param>
public sealed record CosignHeadRequest(
    [Required] long? Size,
    [Required, RegularExpression("^[0-9a-f]{64}$")] string? Witness,
    [Required, StringLength(27)] string? Time,
    [Required, StringLength(200), Base64String] string? Signature);

/// <param name="Cosignatures">Signatures of witnesses that the head has now.</param>
/// <param name="Quorum">How many make it a head that packs rest on.</param>
public sealed record CosignHeadResponse(long Size, int Cosignatures, int Quorum);

internal static class CosignHead
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <summary>Keeps a witness's signature. Whoever brings it: the signature itself shows who made it.</summary>
    internal static async Task<Results<Ok<CosignHeadResponse>, NotFound, ProblemHttpResult>> Handle(
        CosignHeadRequest request, PowerItemsDb db, LedgerLog log, TimeProvider clock, CancellationToken ct)
    {
        var size = request.Size!.Value;
        if (await db.LedgerHeads.AsNoTracking().FirstOrDefaultAsync(one => one.Size == size, ct) is not { } head) return TypedResults.NotFound();
        if (await db.Witnesses.AsNoTracking().FirstOrDefaultAsync(one => one.KeyId == request.Witness && one.RetiredAt == null, ct) is not { } witness)
            return WitnessRefusals.NotAWitness.ToProblem();
        if (LedgerTime.Read(request.Time!) is not { } time)
            return ProblemTypes.Invalid(("time", "应为 yyyy-MM-ddTHH:mm:ss.ffffffZ。", "Must be yyyy-MM-ddTHH:mm:ss.ffffffZ."));
        if (time > clock.GetUtcNow() + Skew || time < head.At - Skew) return WitnessRefusals.TimeNotBelievable.ToProblem();

        var signature = Convert.FromBase64String(request.Signature!);
        var signed = CanonicalJson.Of(Cosignature.Statement(log.Id, head, witness.KeyId, request.Time!));
        if (!Signatures.Verify(witness.Algorithm, witness.PublicKey, signed, signature)) return WitnessRefusals.SignatureInvalid.ToProblem();

        if (!await db.Cosignatures.AnyAsync(one => one.Size == size && one.WitnessId == witness.Id, ct))
        {
            db.Add(new Cosignature { Size = size, WitnessId = witness.Id, At = time, Signature = signature });
            await db.SaveChangesAsync(ct);
        }

        return TypedResults.Ok(new CosignHeadResponse(size, await db.Cosignatures.CountAsync(one => one.Size == size, ct), log.Quorum));
    }
}
