using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.Welfare.Claims;
using Ronghe.Welfare.Programmes;

namespace Ronghe.Welfare.Pickups;

/// <param name="Code">Text of the QR.</param>
/// <param name="Digits">To read aloud when the QR cannot be scanned.</param>
public sealed record PickupCodeResponse(Guid ClaimId, string Site, string Gift, string State, string Code, string Digits, DateTimeOffset Expires);

/// <summary>Shows the claimant, and nobody else, the code of their claim.</summary>
internal static class ShowCode
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(7);

    internal static async Task<Results<Ok<PickupCodeResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid claimId, Caller caller, WelfareDb db, PickupCodes codes, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Claims.AsNoTracking().SingleOrDefaultAsync(row => row.Id == claimId, ct) is not { } claim) return TypedResults.NotFound();
        if (claim.PersonId != caller.PersonId) return ClaimRefusals.NotYours.ToProblem();
        if (claim.State == Claim.Returned) return ClaimRefusals.Returned.ToProblem();
        var ticket = new PickupTicket(claim.Id, claim.ProgrammeId, claim.UnitPath, claim.Gift, clock.GetUtcNow() + Life);
        return TypedResults.Ok(new PickupCodeResponse(claim.Id, claim.UnitPath, claim.Gift, claim.State, codes.Sign(ticket), codes.Digits(claim.Id), ticket.Expires));
    }

    internal static Ok<PickupKeyResponse> Key(PickupCodes codes) => TypedResults.Ok(new PickupKeyResponse("ES256", codes.PublicKey));
}

public sealed record PickupKeyResponse(string Algorithm, string PublicKey);

/// <param name="Body">The list as JSON text; the signature is over exactly these UTF-8 bytes.</param>
public sealed record PickupListResponse(string Body, string Signature);

/// <summary>What a distributor takes to a site without a signal: who gets what, and hashes of the digits. Names are added by who holds them.</summary>
internal static class MakePickupList
{
    private const int Most = 500;

    internal static async Task<Results<Ok<PickupListResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid programmeId, [StringLength(40)] string? unitCode, Caller caller, WelfareDb db, PickupCodes codes, TimeProvider clock, CancellationToken ct)
    {
        if (await CreateProgramme.FindUnit(unitCode, caller, db, ct) is not { } site) return TypedResults.NotFound();
        if (!caller.Holds(RoleNames.UnionWorker, site)) return CreateProgramme.NotYourUnit.ToProblem();
        var claims = await db.Claims.AsNoTracking().Where(row => row.ProgrammeId == programmeId && row.UnitPath == site && row.State == Claim.Held).OrderBy(row => row.Id).Take(Most).ToListAsync(ct);
        var salt = RandomNumberGenerator.GetBytes(16);
        var body = JsonSerializer.Serialize(
            new
            {
                programmeId, site, madeAt = clock.GetUtcNow(), salt = Convert.ToHexStringLower(salt),
                argon2id = new { memoryKiB = PickupCodes.MemoryKiB, iterations = PickupCodes.Iterations, parallelism = 1 },
                claims = claims.Select(claim => new
                {
                    claim.Id, claim.PersonId, claim.Gift, hash = Convert.ToHexStringLower(PickupCodes.Hash(codes.Digits(claim.Id), salt, claim.Id)),
                }),
            },
            ServiceDb.Json);
        return TypedResults.Ok(new PickupListResponse(body, Convert.ToBase64String(codes.Sign(System.Text.Encoding.UTF8.GetBytes(body)))));
    }
}
