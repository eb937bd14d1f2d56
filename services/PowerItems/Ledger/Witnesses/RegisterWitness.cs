using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Ledger.Keys;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.PowerItems.Ledger.Witnesses;

/// <param name="Algorithm">ES256 or SM2.</param>
/// <param name="PublicKey">Base64 of the DER SubjectPublicKeyInfo. The private key stays with the witness.</param>
public sealed record RegisterWitnessRequest(
    [Required, StringLength(100)] string? Name,
    [Required, StringLength(100)] string? NameEn,
    [Required, AllowedValues("ES256", "SM2")] string? Algorithm,
    [Required, StringLength(2000), Base64String] string? PublicKey);

public sealed record RegisterWitnessResponse(Guid WitnessId, string KeyId);

internal static class RegisterWitness
{
    internal static async Task<Results<Created<RegisterWitnessResponse>, ProblemHttpResult>> Handle(
        RegisterWitnessRequest request, Caller caller, PowerItemsDb db, TimeProvider clock, CancellationToken ct)
    {
        if (!caller.IsGroupSecurityAdministrator()) return WitnessRefusals.NotSecurityAdministrator.ToProblem();
        var publicKey = Convert.FromBase64String(request.PublicKey!);
        if (!Signatures.IsKey(request.Algorithm!, publicKey))
            return ProblemTypes.Invalid(("publicKey", "不是该算法的公钥（SubjectPublicKeyInfo）。", "Is no public key of this algorithm (SubjectPublicKeyInfo)."));
        var keyId = LedgerLog.IdOf(publicKey);
        if (await db.Witnesses.AnyAsync(witness => witness.KeyId == keyId, ct)) return WitnessRefusals.KeyTaken.ToProblem();

        var witness = new Witness
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            Name = request.Name!,
            NameEn = request.NameEn!,
            KeyId = keyId,
            Algorithm = request.Algorithm!,
            PublicKey = publicKey,
            Since = clock.GetUtcNow(),
            RegisteredBy = caller.Subject,
        };
        db.Add(witness);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created("/api/v1/power-items/ledger/witnesses", new RegisterWitnessResponse(witness.Id, keyId));
    }

    // The group is the one unit of one segment.
    internal static bool IsGroupSecurityAdministrator(this Caller caller) =>
        caller.Roles.Any(grant => grant.Role == RoleNames.SecurityAdministrator && grant.UnitPath.Count(letter => letter == '/') == 1);
}
