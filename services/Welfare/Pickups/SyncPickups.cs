using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;
using Ronghe.Welfare.Claims;

namespace Ronghe.Welfare.Pickups;

/// <param name="Code">Text of the QR; or else <paramref name="ClaimId"/> and <paramref name="Digits"/>.</param>
/// <param name="At">When it was handed out, by the distributor's clock.</param>
/// <param name="Proxy">Who took it for the claimant; null when they came themselves.</param>
public sealed record HandOver(string? Code, Guid? ClaimId, string? Digits, DateTimeOffset At, Guid? Proxy = null);

public sealed record SyncPickupsRequest([Required, MinLength(1), MaxLength(500)] IReadOnlyList<HandOver>? Items);

/// <param name="Result">Accepted, Duplicate (the same hand-over was synced before) or Refused.</param>
public sealed record SyncedItem(int Item, string Result, string? Problem, string? Reason);

public sealed record SyncPickupsResponse(IReadOnlyList<SyncedItem> Items);

/// <summary>Takes what was handed out, with a signal or without: item by item, so that one wrong code holds nobody else up.</summary>
internal static class SyncPickups
{
    internal static async Task<Ok<SyncPickupsResponse>> Handle(
        SyncPickupsRequest request, Caller caller, WelfareDb db, PickupCodes codes, TimeProvider clock, CancellationToken ct)
    {
        var answers = new List<SyncedItem>();
        foreach (var (item, index) in request.Items!.Select((item, index) => (item, index)))
        {
            var (claimId, refusal) = Read(item, codes, clock.GetUtcNow());
            var result = "Refused";
            if (refusal is null) (result, refusal) = await HandOut(claimId, item, caller, db, clock.GetUtcNow(), ct);
            answers.Add(new(index, result, refusal is null ? null : ProblemTypes.UriOf(refusal.Type), refusal?.Text));
        }

        return TypedResults.Ok(new SyncPickupsResponse(answers));
    }

    private static (Guid ClaimId, Refusal? Refusal) Read(HandOver item, PickupCodes codes, DateTimeOffset now)
    {
        // A clock that runs ahead or was set back may not prolong a code.
        if (item.Code is not null)
        {
            var (ticket, refusal) = codes.Verify(item.Code, item.At < now.AddDays(-30) ? now : item.At);
            return (ticket?.ClaimId ?? Guid.Empty, refusal);
        }

        return item.ClaimId is { } id && item.Digits == codes.Digits(id) ? (id, null) : (Guid.Empty, PickupRefusals.WrongDigits);
    }

    private static async Task<(string Result, Refusal? Refusal)> HandOut(Guid claimId, HandOver item, Caller caller, WelfareDb db, DateTimeOffset now, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM claims WHERE id = {claimId} FOR UPDATE", ct);
        if (await db.Claims.SingleOrDefaultAsync(row => row.Id == claimId, ct) is not { } claim) return ("Refused", PickupRefusals.Unknown);
        if (!caller.Holds(RoleNames.UnionWorker, claim.UnitPath)) return ("Refused", PickupRefusals.OtherSite);
        var before = await db.Pickups.AsNoTracking().SingleOrDefaultAsync(row => row.ClaimId == claimId, ct);
        if (before is not null) return before.HandedBy == caller.Subject && Same(before.At, item.At) ? ("Duplicate", null) : ("Refused", ClaimRefusals.CodeUsed);
        if (item.Proxy is { } proxy && !await db.ProxyConsents.AnyAsync(row => row.ClaimId == claimId && row.Proxy == proxy, ct)) return ("Refused", PickupRefusals.NoConsent);
        if (claim.PickUp(item.At) is { } refusal) return ("Refused", refusal);

        db.Pickups.Add(new Pickup
        {
            ClaimId = claimId, UnitPath = claim.UnitPath, HandedBy = caller.Subject, Proxy = item.Proxy, By = item.Code is null ? "Digits" : "Qr", At = item.At, SyncedAt = now,
        });
        await db.SaveAndPublishAsync(ct);
        return ("Accepted", null);
    }

    // The database keeps microseconds.
    private static bool Same(DateTimeOffset a, DateTimeOffset b) => (a - b).Duration() < TimeSpan.FromMilliseconds(1);
}

public sealed record ConsentRequest([Required] Guid? Proxy);

/// <param name="HandedAt">When it was handed out; null while it waits. Dispute it when that was not you.</param>
public sealed record MyClaim(
    Guid ClaimId, Guid ProgrammeId, string Gift, decimal Amount, string State, DateTimeOffset At, Guid? ConsentedProxy, DateTimeOffset? HandedAt, Guid? TakenBy, DateTimeOffset? DisputedAt);

public sealed record MyClaimsResponse(IReadOnlyList<MyClaim> Claims);

/// <summary>What a person does with their own claims: see every hand-over, let somebody else take one, dispute one.</summary>
internal static class MyClaims
{
    internal static async Task<Ok<MyClaimsResponse>> Handle(Caller caller, WelfareDb db, CancellationToken ct) => TypedResults.Ok(new MyClaimsResponse(await (
        from claim in db.Claims.AsNoTracking()
        where claim.PersonId == caller.PersonId
        from pickup in db.Pickups.Where(row => row.ClaimId == claim.Id).DefaultIfEmpty()
        from consent in db.ProxyConsents.Where(row => row.ClaimId == claim.Id).DefaultIfEmpty()
        orderby claim.At descending
        select new MyClaim(
            claim.Id, claim.ProgrammeId, claim.Gift, claim.Amount, claim.State, claim.At, consent == null ? null : consent.Proxy,
            pickup == null ? null : pickup.At, pickup == null ? null : pickup.Proxy, pickup == null ? null : pickup.DisputedAt)).Take(200).ToListAsync(ct)));

    internal static async Task<Results<NoContent, NotFound, ProblemHttpResult>> Consent(
        Guid claimId, ConsentRequest request, Caller caller, WelfareDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Claims.AsNoTracking().SingleOrDefaultAsync(row => row.Id == claimId, ct) is not { } claim) return TypedResults.NotFound();
        if (claim.PersonId != caller.PersonId) return ClaimRefusals.NotYours.ToProblem();
        if (claim.State != Claim.Held) return ClaimRefusals.CodeUsed.ToProblem();
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO proxy_consents (claim_id, proxy, at) VALUES ({claimId}, {request.Proxy}, {clock.GetUtcNow()})
            ON CONFLICT (claim_id) DO UPDATE SET proxy = excluded.proxy, at = excluded.at
            """, ct);
        return TypedResults.NoContent();
    }

    internal static async Task<Results<NoContent, NotFound, ProblemHttpResult>> Dispute(
        Guid claimId, Caller caller, WelfareDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Claims.AsNoTracking().SingleOrDefaultAsync(row => row.Id == claimId, ct) is not { } claim) return TypedResults.NotFound();
        if (claim.PersonId != caller.PersonId) return ClaimRefusals.NotYours.ToProblem();
        if (await db.Pickups.SingleOrDefaultAsync(row => row.ClaimId == claimId, ct) is not { } pickup) return PickupRefusals.NotPickedUp.ToProblem();
        pickup.DisputedAt ??= clock.GetUtcNow();
        await db.SaveAndPublishAsync(ct);
        return TypedResults.NoContent();
    }
}
