using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Problems;
using Ronghe.Welfare.Claims;
using Ronghe.Welfare.Programmes;

namespace Ronghe.Welfare.Draws;

/// <param name="Commitment">What the public page shows in your place.</param>
/// <param name="Salt">Hex; with it you, and nobody else, can show that the commitment is yours.</param>
public sealed record EnterDrawResponse(Guid ProgrammeId, int Tickets, string Commitment, string Salt, bool Won);

/// <summary>A person enters a draw, or looks at their own entry.</summary>
internal static class EnterDraw
{
    internal static async Task<Results<Ok<EnterDrawResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid programmeId, Caller caller, UnitOfWorkFactory<WelfareDb> factory, TimeProvider clock, CancellationToken ct)
    {
        await using var work = await factory.BeginAsync(UnitScope.Everything, ct);
        if (await work.Db.Programmes.AsNoTracking().SingleOrDefaultAsync(row => row.Id == programmeId, ct) is not { Plan: { } plan }) return TypedResults.NotFound();
        if (plan.Draw is null) return DrawRefusals.NotADraw.ToProblem();
        await ReturnClaim.Lock(work.Db, programmeId, ct); // a list that is being sealed takes nobody more
        if (await Refuse(work.Db, programmeId, caller.PersonId, plan, clock.GetUtcNow(), ct) is { } refusal) return refusal.ToProblem();

        var unit = await work.Db.Entitlements.Where(row => row.ProgrammeId == programmeId && row.PersonId == caller.PersonId).Select(row => row.UnitPath).SingleAsync(ct);
        var salt = RandomNumberGenerator.GetBytes(16);
        var entry = new DrawEntry
        {
            ProgrammeId = programmeId, PersonId = caller.PersonId, Salt = salt, Commitment = Lottery.Commit(salt, caller.PersonId),
            Tickets = plan.Draw.Weights?.Where(weight => unit.StartsWith(weight.Key, StringComparison.Ordinal)).OrderByDescending(weight => weight.Key.Length).Select(weight => weight.Value).FirstOrDefault(1) ?? 1,
        };
        work.Db.DrawEntries.Add(entry);
        await work.Db.SaveAndPublishAsync(ct);
        await work.CommitAsync(ct);
        return TypedResults.Ok(Describe(entry));
    }

    internal static async Task<Results<Ok<EnterDrawResponse>, NotFound>> Read(Guid programmeId, Caller caller, WelfareDb db, CancellationToken ct) =>
        await db.DrawEntries.AsNoTracking().SingleOrDefaultAsync(row => row.ProgrammeId == programmeId && row.PersonId == caller.PersonId, ct) is { } entry
            ? TypedResults.Ok(Describe(entry))
            : TypedResults.NotFound();

    private static async Task<Refusal?> Refuse(WelfareDb db, Guid programmeId, Guid personId, ProgrammePlan plan, DateTimeOffset now, CancellationToken ct)
    {
        if (await db.Draws.AnyAsync(row => row.ProgrammeId == programmeId, ct)) return DrawRefusals.Committed;
        if (now < plan.OpensAt || now >= plan.ClosesAt) return ClaimRefusals.NotOpen;
        if (!await db.Entitlements.AnyAsync(row => row.ProgrammeId == programmeId && row.PersonId == personId, ct)) return ClaimRefusals.NotEntitled;
        return await db.DrawEntries.AnyAsync(row => row.ProgrammeId == programmeId && row.PersonId == personId, ct) ? DrawRefusals.Entered : null;
    }

    private static EnterDrawResponse Describe(DrawEntry entry) => new(entry.ProgrammeId, entry.Tickets, entry.Commitment, Convert.ToHexStringLower(entry.Salt), entry.Won);
}

/// <summary>Seals the list of candidates and publishes its hash and the server's commitment, before the public value can be known.</summary>
internal static class SealDraw
{
    internal static async Task<Results<Ok<DrawPageResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid programmeId, Caller caller, WelfareDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Programmes.AsNoTracking().VisibleTo(caller).SingleOrDefaultAsync(row => row.Id == programmeId, ct) is not { Plan: { } plan } programme) return TypedResults.NotFound();
        if (!caller.Holds(RoleNames.UnionWorker, programme.UnitPath)) return CreateProgramme.NotYourUnit.ToProblem();
        if (plan.Draw is null) return DrawRefusals.NotADraw.ToProblem();
        await ReturnClaim.Lock(db, programmeId, ct);
        var now = clock.GetUtcNow();
        if (now < plan.ClosesAt) return DrawRefusals.StillOpen.ToProblem();
        if (now >= plan.Draw.Moment) return DrawRefusals.TooLateToCommit.ToProblem();
        if (await db.Draws.AnyAsync(row => row.ProgrammeId == programmeId, ct)) return DrawRefusals.Committed.ToProblem();
        var candidates = await ReadDraw.Candidates(db, programmeId, ct);
        if (candidates.Count == 0) return DrawRefusals.NobodyEntered.ToProblem();

        var secret = RandomNumberGenerator.GetBytes(32);
        db.Draws.Add(new Draw
        {
            ProgrammeId = programmeId, Secret = secret, Commitment = Convert.ToHexStringLower(SHA256.HashData(secret)),
            CandidatesHash = Lottery.HashOf(candidates), CommittedAt = now,
        });
        await db.SaveAndPublishAsync(ct);
        return TypedResults.Ok((await ReadDraw.Page(db, programmeId, ct))!);
    }
}

/// <param name="PublicValue">What the named source gave, as printed there.</param>
/// <param name="Fallback">Use the fallback's value: only after the deadline, when nothing was revealed.</param>
public sealed record RevealDrawRequest([Required, StringLength(200, MinimumLength = 1)] string? PublicValue, bool Fallback = false);

/// <summary>Opens the commitment, draws, and gives the winners their claims.</summary>
internal static class RevealDraw
{
    internal static async Task<Results<Ok<DrawPageResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid programmeId, RevealDrawRequest request, Caller caller, UnitOfWorkFactory<WelfareDb> factory, TimeProvider clock, CancellationToken ct)
    {
        await using var work = await factory.BeginAsync(UnitScope.Everything, ct);
        var db = work.Db;
        if (await db.Programmes.AsNoTracking().VisibleTo(caller).SingleOrDefaultAsync(row => row.Id == programmeId, ct) is not { Plan.Draw: { } plan } programme
            || await db.Draws.SingleOrDefaultAsync(row => row.ProgrammeId == programmeId, ct) is not { } draw) return TypedResults.NotFound();
        if (!caller.Holds(RoleNames.UnionWorker, programme.UnitPath)) return CreateProgramme.NotYourUnit.ToProblem();
        var now = clock.GetUtcNow();
        if (draw.Reveal(request.PublicValue!, request.Fallback, plan.Moment, plan.RevealBy, now) is { } refusal) return refusal.ToProblem();

        await db.SaveAndPublishAsync(ct);
        await Give(db, programme, draw, now, ct);
        var page = (await ReadDraw.Page(db, programmeId, ct))!;
        await work.CommitAsync(ct);
        return TypedResults.Ok(page);
    }

    // A winner who may no longer receive it keeps the win; their piece stays in stock for the waiting list.
    private static async Task Give(WelfareDb db, Programme programme, Draw draw, DateTimeOffset now, CancellationToken ct)
    {
        var entries = await db.DrawEntries.Where(row => row.ProgrammeId == programme.Id).ToListAsync(ct);
        var seed = Lottery.Seed(draw.Fallback ? null : draw.Secret, draw.PublicValue!, draw.CandidatesHash);
        var winners = Lottery.Winners(seed, entries.Select(entry => (entry.Commitment, entry.Tickets)), programme.Plan!.Stock!.Value).ToHashSet();
        foreach (var entry in entries) entry.Won = winners.Contains(entry.Commitment);
        foreach (var batch in entries.Where(entry => entry.Won).Chunk(500))
        {
            var (_, events) = await ClaimDesk.Grant(db, [.. batch.Select(entry => new Wish(programme.Id, entry.PersonId, programme.Plan.Gifts[0].Code, null, ProgrammePlan.ByDraw))], now, ct);
            await db.SaveAndPublishAsync(events, ct);
        }
    }
}
