using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;
using Ronghe.Welfare.Ledger;
using Ronghe.Welfare.Programmes;

namespace Ronghe.Welfare.Budgets;

public sealed record CarryOverRequest([StringLength(40)] string? UnitCode, [Required, Range(2000, 2199)] int? Year);

/// <param name="Lines">What went from each line into the following year.</param>
public sealed record CarryOverResponse(string UnitPath, int Year, IReadOnlyDictionary<string, decimal> Lines);

/// <summary>Closes a year: what is free goes into the same lines of the following year. Promised money stays until its programme is settled.</summary>
internal static class CarryOver
{
    internal static readonly Refusal Closed = new("year-closed", "该年度已经结转，不能再办。", "This year was carried over and is closed.");

    private static readonly Refusal TooEarly = new("year-not-over", "该年度还没有结束，不能结转。", "The year is not over yet.");

    internal static async Task<Results<Ok<CarryOverResponse>, NotFound, ProblemHttpResult>> Handle(
        CarryOverRequest request, Caller caller, WelfareDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await CreateProgramme.FindUnit(request.UnitCode, caller, db, ct) is not { } unitPath)
            return ProblemTypes.Invalid(("unitCode", "没有这个单位。", "There is no such unit."));
        if (!caller.Holds(RoleNames.UnionWorker, unitPath)) return CreateProgramme.NotYourUnit.ToProblem();
        var (year, now) = (request.Year!.Value, clock.GetUtcNow());
        if (now.ToOffset(TimeSpan.FromHours(8)).Year <= year) return TooEarly.ToProblem();
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({$"budget {unitPath} {year}"}, 0))", ct);
        if (await db.UnionBudgets.SingleOrDefaultAsync(row => row.UnitPath == unitPath && row.Year == year, ct) is not { } budget) return TypedResults.NotFound();
        if (budget.Closed) return Closed.ToProblem();

        budget.Close();
        await db.SaveAndPublishAsync(ct);
        var accounts = BudgetLines.All.Select(line => LedgerAccount.Available(unitPath, year, line)).ToList();
        var balances = await Book.Lock(db, [.. accounts.Select(account => account.Id)], ct);
        var left = accounts.Where(account => balances.GetValueOrDefault(account.Id) > 0).ToDictionary(account => account.Line, account => balances[account.Id]);
        var moved = left.Select(line => new Movement(EntryKinds.CarryOver, CauseKinds.Event, budget.Id,
            LedgerAccount.Available(unitPath, year, line.Key), LedgerAccount.Available(unitPath, year + 1, line.Key), line.Value));
        if (await Book.Post(db, [.. moved], caller.Subject, now, ct) is { } refusal) return refusal.ToProblem();
        return TypedResults.Ok(new CarryOverResponse(unitPath, year, left));
    }
}
