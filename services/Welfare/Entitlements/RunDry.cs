using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;
using Ronghe.Welfare.Caps;
using Ronghe.Welfare.Ledger;
using Ronghe.Welfare.Programmes;
using Ronghe.Welfare.Rules;

namespace Ronghe.Welfare.Entitlements;

/// <param name="Enough">Whether the budget line holds the cost now.</param>
public sealed record DryRunResponse(
    Guid ProgrammeId, string RuleCode, int RuleVersion, int People, int Entitled, decimal Cost, string BudgetLine, int Year, decimal Available, bool Enough,
    IReadOnlyList<UnitCost> Units, IReadOnlyList<ReasonCount> NotEntitled);

/// <summary>Judges everyone below the programme's unit without promising anything to anybody.</summary>
internal static class RunDry
{
    internal static async Task<Results<Ok<DryRunResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid programmeId, Caller caller, WelfareDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Programmes.VisibleTo(caller).SingleOrDefaultAsync(row => row.Id == programmeId, ct) is not { Plan: { } plan } programme) return TypedResults.NotFound();
        if (!caller.Holds(RoleNames.UnionWorker, programme.UnitPath)) return CreateProgramme.NotYourUnit.ToProblem();

        var now = clock.GetUtcNow();
        var rule = (await EntitlementRule.Find(db, plan.RuleCode, plan.RuleVersion, ct))!;
        var tally = new Tally(new CompiledRule(rule.Clauses, DayOf(now)), programme.AmountPerPerson);
        var people = 0;
        await foreach (var member in Members.Read(db, programme.UnitPath, DayOf(now), null, ct))
        {
            people++;
            tally.Count(member);
        }

        var given = Math.Min(tally.People, plan.Stock ?? int.MaxValue) * programme.AmountPerPerson;
        db.DryRuns.Add(new DryRun
        {
            Id = Guid.CreateVersion7(now), ProgrammeId = programmeId, UnitPath = programme.UnitPath, RuleCode = rule.Code, RuleVersion = rule.Version,
            Entitled = tally.People, Cost = given, At = now,
        });
        await db.SaveAndPublishAsync(ct);
        var account = LedgerAccount.Available(programme.UnitPath, plan.Year, plan.Line);
        var available = await db.LedgerAccounts.Where(row => row.Id == account.Id).Select(row => row.Balance).SingleOrDefaultAsync(ct);
        return TypedResults.Ok(new DryRunResponse(
            programmeId, rule.Code, rule.Version, people, tally.People, given, plan.Line, plan.Year, available, available >= given, tally.ByUnit(), tally.Reasons()));
    }

    internal static DateOnly DayOf(DateTimeOffset now) => DateOnly.FromDateTime(now.ToOffset(CapGuard.ChinaStandardTime).DateTime);
}

/// <param name="Sentence">Why yes or why no, in plain words.</param>
public sealed record EntitlementResponse(Guid ProgrammeId, Guid PersonId, bool Entitled, string Sentence, string RuleCode, int RuleVersion);

/// <summary>Why yes or why no: for a union worker about anybody of the unit, for anybody about themselves.</summary>
internal static class ExplainEntitlement
{
    internal static async Task<Results<Ok<EntitlementResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid programmeId, Guid personId, Caller caller, WelfareDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Programmes.AsNoTracking().SingleOrDefaultAsync(row => row.Id == programmeId, ct) is not { Plan: { } plan } programme) return TypedResults.NotFound();
        if (!caller.Holds(RoleNames.UnionWorker, programme.UnitPath)) return CreateProgramme.NotYourUnit.ToProblem();
        return await Answer(db, programme, plan, personId, clock.GetUtcNow(), ct) is { } answer ? TypedResults.Ok(answer) : TypedResults.NotFound();
    }

    internal static async Task<EntitlementResponse?> Answer(
        WelfareDb db, Programme programme, ProgrammePlan plan, Guid personId, DateTimeOffset now, CancellationToken ct)
    {
        var rule = (await EntitlementRule.Find(db, plan.RuleCode, plan.RuleVersion, ct))!;
        var compiled = new CompiledRule(rule.Clauses, RunDry.DayOf(now));
        await foreach (var member in Members.Read(db, programme.UnitPath, RunDry.DayOf(now), personId, ct))
        {
            var (entitled, sentence) = compiled.Explain(member);
            return new(programme.Id, personId, entitled, sentence, rule.Code, rule.Version);
        }

        return null;
    }
}
