using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Welfare.Claims;

/// <param name="Gift">Code of the gift chosen.</param>
/// <param name="Wait">Join the waiting list when there is none left.</param>
public sealed record ClaimGiftRequest([Required, StringLength(40)] string? Gift, bool Wait = false);

public sealed record ClaimGiftResponse(Guid? ClaimId, Guid ProgrammeId, string Gift, decimal Amount, string State);

/// <summary>A person claims for themselves. The desk opens the transaction, keeps the Idempotency-Key with the claim and answers after the commit.</summary>
internal static class ClaimGift
{
    internal static async Task<Results<Ok<ClaimGiftResponse>, Accepted<ClaimGiftResponse>, ProblemHttpResult>> Handle(
        Guid programmeId, ClaimGiftRequest request, Caller caller, HttpRequest http, ClaimDesk desk, UnitOfWorkFactory<WelfareDb> factory, CancellationToken ct)
    {
        if (!caller.IsPerson) return ClaimRefusals.NotYours.ToProblem();
        var key = http.Headers["Idempotency-Key"].ToString() is { Length: > 0 and <= 255 } sent ? sent : null;
        var outcome = await desk.Claim(new Wish(programmeId, caller.PersonId, request.Gift!, key), ct);
        if (outcome.Refusal is null) return TypedResults.Ok(new ClaimGiftResponse(outcome.ClaimId, programmeId, outcome.Gift, outcome.Amount, Claim.Held));
        if (outcome.Refusal.Type != ClaimRefusals.SoldOut.Type || !request.Wait) return outcome.Refusal.ToProblem();

        await using var work = await factory.BeginAsync(UnitScope.Everything, ct);
        await work.Db.Database.ExecuteSqlAsync(
            $"INSERT INTO waiting_list (programme_id, person_id, gift, since) VALUES ({programmeId}, {caller.PersonId}, {request.Gift}, now()) ON CONFLICT DO NOTHING", ct);
        await work.CommitAsync(ct);
        return TypedResults.Accepted((string?)null, new ClaimGiftResponse(null, programmeId, request.Gift!, 0, "Waiting"));
    }
}
