using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Problems;
using Ronghe.Welfare.Ledger;

namespace Ronghe.Welfare.Claims;

public sealed record ClaimResponse(Guid ClaimId, Guid ProgrammeId, string Gift, decimal Amount, string How, string State, DateTimeOffset At);

/// <summary>Gives a claim back: counter-entry, stock and cap in one transaction, and whoever waits longest is next.</summary>
internal static class ReturnClaim
{
    internal static async Task<Results<Ok<ClaimResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid claimId, Caller caller, UnitOfWorkFactory<WelfareDb> factory, TimeProvider clock, CancellationToken ct)
    {
        // The programme's ledger lies with a unit above the person's own.
        await using var work = await factory.BeginAsync(UnitScope.Everything, ct);
        var db = work.Db;
        if (await db.Claims.AsNoTracking().SingleOrDefaultAsync(row => row.Id == claimId, ct) is not { } seen) return TypedResults.NotFound();
        if (seen.PersonId != caller.PersonId && !caller.Holds(RoleNames.UnionWorker, seen.UnitPath)) return ClaimRefusals.NotYours.ToProblem();

        var (claim, refusal) = await TakeBack(db, seen, caller.Subject, clock.GetUtcNow(), ct);
        if (refusal is not null) return refusal.ToProblem();
        await work.CommitAsync(ct);
        return TypedResults.Ok(Describe(claim!));
    }

    internal static async Task<(Claim? Claim, Refusal? Refusal)> TakeBack(WelfareDb db, Claim seen, string by, DateTimeOffset now, CancellationToken ct)
    {
        await Lock(db, seen.ProgrammeId, ct);
        var claim = await db.Claims.SingleAsync(row => row.Id == seen.Id, ct);
        if (claim.Return() is { } refusal) return (null, refusal);
        if (await Book.Reverse(db, claim.EntryId, CauseKinds.Claim, claim.Id, by, now, ct) is { } moved) return (null, moved);
        await db.Database.ExecuteSqlAsync($"""
            UPDATE gift_stocks SET taken = taken - 1 WHERE programme_id = {claim.ProgrammeId} AND gift = {claim.Gift}
            """, ct);
        await db.Database.ExecuteSqlAsync($"""
            UPDATE cap_totals t SET amount = t.amount - {claim.Amount} FROM claim_gates g
            WHERE g.programme_id = {claim.ProgrammeId} AND t.person_id = {claim.PersonId} AND t.cap_code = g.cap_code AND t.year = g.year
            """, ct);
        await db.SaveAndPublishAsync(ct);
        await GiveToWaiting(db, claim, now, ct);
        return (claim, null);
    }

    internal static Task Lock(WelfareDb db, Guid programmeId, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"SELECT 1 FROM claim_gates WHERE programme_id = {programmeId} FOR UPDATE", ct);

    private static async Task GiveToWaiting(WelfareDb db, Claim returned, DateTimeOffset now, CancellationToken ct)
    {
        var next = await db.WaitingList.Where(row => row.ProgrammeId == returned.ProgrammeId && row.Gift == returned.Gift)
            .OrderBy(row => row.Since).ThenBy(row => row.PersonId).ToListAsync(ct);
        foreach (var waiting in next)
        {
            db.WaitingList.Remove(waiting);
            var (outcomes, events) = await ClaimDesk.Grant(db, [new Wish(waiting.ProgrammeId, waiting.PersonId, waiting.Gift, null)], now, ct);
            await db.SaveAndPublishAsync(events, ct);
            if (outcomes[0].Refusal is null) return;
        }
    }

    internal static ClaimResponse Describe(Claim claim) => new(claim.Id, claim.ProgrammeId, claim.Gift, claim.Amount, claim.How, claim.State, claim.At);
}

public sealed record ExchangeClaimRequest([Required, StringLength(40)] string? Gift);

/// <summary>Takes another gift of the same programme for the one that did not fit; money does not move.</summary>
internal static class ExchangeClaim
{
    internal static async Task<Results<Ok<ClaimResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid claimId, ExchangeClaimRequest request, Caller caller, UnitOfWorkFactory<WelfareDb> factory, CancellationToken ct)
    {
        await using var work = await factory.BeginAsync(UnitScope.Everything, ct);
        var db = work.Db;
        if (await db.Claims.AsNoTracking().SingleOrDefaultAsync(row => row.Id == claimId, ct) is not { } seen) return TypedResults.NotFound();
        if (seen.PersonId != caller.PersonId && !caller.Holds(RoleNames.UnionWorker, seen.UnitPath)) return ClaimRefusals.NotYours.ToProblem();

        await ReturnClaim.Lock(db, seen.ProgrammeId, ct);
        var claim = await db.Claims.SingleAsync(row => row.Id == claimId, ct);
        var given = claim.Gift;
        var stock = await db.GiftStocks.AsNoTracking().SingleOrDefaultAsync(row => row.ProgrammeId == claim.ProgrammeId && row.Gift == request.Gift, ct);
        if (stock is null || request.Gift == given) return ClaimRefusals.NoSuchGift.ToProblem();
        if (stock.Stock <= stock.Taken) return ClaimRefusals.SoldOut.ToProblem();
        if (claim.Exchange(request.Gift!) is { } refusal) return refusal.ToProblem();
        await db.Database.ExecuteSqlAsync($"""
            UPDATE gift_stocks SET taken = taken + CASE WHEN gift = {request.Gift} THEN 1 ELSE -1 END
            WHERE programme_id = {claim.ProgrammeId} AND gift IN ({request.Gift}, {given})
            """, ct);
        await db.SaveAndPublishAsync(ct);
        await work.CommitAsync(ct);
        return TypedResults.Ok(ReturnClaim.Describe(claim));
    }
}
