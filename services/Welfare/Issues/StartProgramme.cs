using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Problems;
using Ronghe.Welfare.Claims;
using Ronghe.Welfare.Entitlements;
using Ronghe.Welfare.Ledger;
using Ronghe.Welfare.Programmes;
using Ronghe.Welfare.Rules;

namespace Ronghe.Welfare.Issues;

public sealed record StartProgrammeResponse(Guid ProgrammeId, string State, int Entitled);

/// <summary>Sets a published programme going: freezes who is entitled, draws the claim windows, fills the stock, starts the issue.</summary>
internal static class StartProgramme
{
    internal static async Task<Results<Ok<StartProgrammeResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid programmeId, Caller caller, UnitOfWorkFactory<WelfareDb> factory, IssueWorker worker, TimeProvider clock, CancellationToken ct)
    {
        // Everyone below the unit, and rows of units that the caller need not be in charge of: the check is on the programme's own unit.
        await using var work = await factory.BeginAsync(UnitScope.Everything, ct);
        if (await work.Db.Programmes.VisibleTo(caller).SingleOrDefaultAsync(row => row.Id == programmeId, ct) is not { } programme) return TypedResults.NotFound();
        if (!caller.Holds(RoleNames.UnionWorker, programme.UnitPath)) return CreateProgramme.NotYourUnit.ToProblem();
        var (entitled, refusal) = await Start(work.Db, programme, clock.GetUtcNow(), ct);
        if (refusal is not null) return refusal.ToProblem();

        await work.CommitAsync(ct);
        worker.Wake();
        return TypedResults.Ok(new StartProgrammeResponse(programmeId, programme.State, entitled));
    }

    internal static async Task<(int Entitled, Refusal? Refusal)> Start(WelfareDb db, Programme programme, DateTimeOffset now, CancellationToken ct)
    {
        if (programme.Advance(ProgrammeStates.Running) is { } refusal) return (0, refusal);
        var plan = programme.Plan!;
        await db.SaveAndPublishAsync(ct); // under its version: a second start at the same moment ends here
        var people = await Judge(db, programme, plan, now, ct);
        if (people.Count > programme.Headcount && plan.Stock is null) return (0, MoreThanDecided(people.Count, programme.Headcount));

        db.ClaimGates.Add(ClaimGate.Of(programme, plan, now));
        db.GiftStocks.AddRange(plan.Gifts.Select(gift => new GiftStock { ProgrammeId = programme.Id, Gift = gift.Code, Stock = gift.Stock }));
        if (plan.Mode == ProgrammePlan.Issue) db.IssueJobs.Add(new IssueJob { ProgrammeId = programme.Id, Total = people.Count, StartedAt = now });
        await db.SaveAndPublishAsync(ct);
        await Freeze(db, programme.Id, plan.WindowSlots, people, ct);
        await Book.Open(db, [ClaimGate.Account(programme, plan, AccountKinds.Committed), ClaimGate.Account(programme, plan, AccountKinds.Paid)], ct);
        return (people.Count, null);
    }

    private static async Task<List<(Guid Id, string UnitPath)>> Judge(WelfareDb db, Programme programme, ProgrammePlan plan, DateTimeOffset now, CancellationToken ct)
    {
        var rule = (await EntitlementRule.Find(db, plan.RuleCode, plan.RuleVersion, ct))!;
        var compiled = new CompiledRule(rule.Clauses, RunDry.DayOf(now));
        var entitled = new List<(Guid, string)>();
        await foreach (var member in Members.Read(db, programme.UnitPath, RunDry.DayOf(now), null, ct))
        {
            if (compiled.Judge(member) == -1) entitled.Add((member.Id, member.UnitPath));
        }

        return entitled;
    }

    private static async Task Freeze(WelfareDb db, Guid programmeId, int slots, List<(Guid Id, string UnitPath)> people, CancellationToken ct)
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await using var copy = await connection.BeginBinaryImportAsync("COPY entitlements (programme_id, person_id, unit_path, slot) FROM STDIN (FORMAT binary)", ct);
        copy.Timeout = TimeSpan.FromMinutes(1);
        foreach (var (id, unitPath) in people)
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(programmeId, ct);
            await copy.WriteAsync(id, ct);
            await copy.WriteAsync(unitPath, ct);
            await copy.WriteAsync(slots > 1 ? RandomNumberGenerator.GetInt32(slots) : 0, ct);
        }

        await copy.CompleteAsync(ct);
    }

    private static Refusal MoreThanDecided(int people, int headcount) => new(
        "over-budget",
        $"现在符合条件的有 {people} 人，批准的是 {headcount} 人，超出预算。请重新试算报批。",
        $"{people} people are entitled now, {headcount} were decided on. Do the dry run and the case again.");
}

public sealed record IssueProgressResponse(Guid ProgrammeId, int Total, int Issued, int Skipped, bool Finished, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt);

internal static class ReadIssue
{
    internal static async Task<Results<Ok<IssueProgressResponse>, NotFound>> Handle(Guid programmeId, Caller caller, WelfareDb db, CancellationToken ct) =>
        await db.Programmes.VisibleTo(caller).AnyAsync(row => row.Id == programmeId, ct)
        && await db.IssueJobs.AsNoTracking().SingleOrDefaultAsync(row => row.ProgrammeId == programmeId, ct) is { } job
            ? TypedResults.Ok(new IssueProgressResponse(programmeId, job.Total, job.Issued, job.Skipped, job.FinishedAt is not null, job.StartedAt, job.FinishedAt))
            : TypedResults.NotFound();
}
