using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Problems;
using Ronghe.Welfare.Claims;
using Ronghe.Welfare.Ledger;
using Ronghe.Welfare.Programmes;

namespace Ronghe.Welfare.Issues;

/// <param name="Spent">What went to people.</param>
/// <param name="Released">What was promised and not needed, back in its budget line.</param>
public sealed record SettleProgrammeResponse(Guid ProgrammeId, string State, decimal Spent, decimal Released);

/// <summary>Ends a running programme: what was paid is settled, what was not needed goes back to its line.</summary>
internal static class SettleProgramme
{
    private static readonly Refusal StillIssuing = new("still-issuing", "还在发放中，完成后再结算。", "The issue is still going on; settle it afterwards.");

    internal static async Task<Results<Ok<SettleProgrammeResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid programmeId, Caller caller, WelfareDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Programmes.VisibleTo(caller).SingleOrDefaultAsync(row => row.Id == programmeId, ct) is not { } programme) return TypedResults.NotFound();
        if (!caller.Holds(RoleNames.UnionWorker, programme.UnitPath)) return CreateProgramme.NotYourUnit.ToProblem();
        if (programme.Advance(ProgrammeStates.Settled) is { } refusal) return refusal.ToProblem();
        await ReturnClaim.Lock(db, programmeId, ct);
        if (await db.IssueJobs.AnyAsync(job => job.ProgrammeId == programmeId && job.FinishedAt == null, ct)) return StillIssuing.ToProblem();

        (await db.ClaimGates.SingleAsync(gate => gate.ProgrammeId == programmeId, ct)).Open = false;
        await db.SaveAndPublishAsync(ct);
        var (spent, released, moves) = await Moves(db, programme, ct);
        if (await Book.Post(db, moves, caller.Subject, clock.GetUtcNow(), ct) is { } short_) return short_.ToProblem();
        return TypedResults.Ok(new SettleProgrammeResponse(programmeId, programme.State, spent, released));
    }

    private static async Task<(decimal Spent, decimal Released, List<Movement> Moves)> Moves(WelfareDb db, Programme programme, CancellationToken ct)
    {
        var plan = programme.Plan!;
        LedgerAccount Of(string kind) => ClaimGate.Account(programme, plan, kind);
        var (committed, paid) = (Of(AccountKinds.Committed), Of(AccountKinds.Paid));
        var balances = await Book.Lock(db, [committed.Id, paid.Id], ct);
        var (spent, released) = (balances.GetValueOrDefault(paid.Id), balances.GetValueOrDefault(committed.Id));
        // Money of a year that was closed meanwhile goes where the rest of that year went.
        var closed = await db.UnionBudgets.AnyAsync(budget => budget.UnitPath == programme.UnitPath && budget.Year == plan.Year && budget.Closed, ct);
        var moves = new List<Movement>();
        if (spent > 0) moves.Add(new(EntryKinds.Settle, CauseKinds.Programme, programme.Id, paid, Of(AccountKinds.Settled), spent));
        if (released > 0) moves.Add(new(EntryKinds.Release, CauseKinds.Programme, programme.Id, committed,
            LedgerAccount.Available(programme.UnitPath, closed ? plan.Year + 1 : plan.Year, plan.Line), released));
        return (spent, released, moves);
    }
}

/// <param name="ByUnit">People and yuan by unit; names nobody.</param>
public sealed record PublicReportResponse(Guid ProgrammeId, string State, string Title, int People, decimal Spent, IReadOnlyList<Entitlements.UnitCost> ByUnit);

/// <summary>Shows everybody what a settled programme gave and cost.</summary>
internal static class MakePublic
{
    internal static async Task<Results<Ok<PublicReportResponse>, NotFound, ProblemHttpResult>> Handle(Guid programmeId, Caller caller, WelfareDb db, CancellationToken ct)
    {
        if (await db.Programmes.VisibleTo(caller).SingleOrDefaultAsync(row => row.Id == programmeId, ct) is not { } programme) return TypedResults.NotFound();
        if (!caller.Holds(RoleNames.UnionWorker, programme.UnitPath)) return CreateProgramme.NotYourUnit.ToProblem();
        if (programme.Advance(ProgrammeStates.MadePublic) is { } refusal) return refusal.ToProblem();
        await db.SaveAndPublishAsync(ct);
        return TypedResults.Ok(await Report(programme, db, ct));
    }

    // For everybody, also below and beside the programme's own unit.
    internal static async Task<Results<Ok<PublicReportResponse>, NotFound>> Read(Guid programmeId, UnitOfWorkFactory<WelfareDb> factory, CancellationToken ct)
    {
        await using var work = await factory.BeginAsync(UnitScope.Everything, ct);
        return await work.Db.Programmes.AsNoTracking().SingleOrDefaultAsync(row => row.Id == programmeId && row.State == ProgrammeStates.MadePublic, ct) is { } programme
            ? TypedResults.Ok(await Report(programme, work.Db, ct))
            : TypedResults.NotFound();
    }

    private static async Task<PublicReportResponse> Report(Programme programme, WelfareDb db, CancellationToken ct)
    {
        var units = await db.Claims.AsNoTracking().Where(claim => claim.ProgrammeId == programme.Id && claim.State != Claim.Returned)
            .GroupBy(claim => claim.UnitPath).Select(unit => new Entitlements.UnitCost(unit.Key, unit.Count(), unit.Sum(claim => claim.Amount))).ToListAsync(ct);
        return new(programme.Id, programme.State, programme.Title, units.Sum(unit => unit.People), units.Sum(unit => unit.Cost), [.. units.OrderBy(unit => unit.UnitPath, StringComparer.Ordinal)]);
    }
}
