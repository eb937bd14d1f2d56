using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;
using Ronghe.Welfare.Ledger;
using Ronghe.Welfare.Programmes;

namespace Ronghe.Welfare.Budgets;

/// <param name="Payroll">The unit's payroll of the year in yuan; the contribution is two per cent of it.</param>
/// <param name="Retained">Share of the contribution that stays with the unit's union; 0.6 when left out.</param>
/// <param name="Lines">Yuan by budget line; what is left goes to Reserve.</param>
public sealed record SetBudgetRequest(
    [StringLength(40)] string? UnitCode,
    [Required, Range(2000, 2200)] int? Year,
    [Required, Range(typeof(decimal), "0.01", "1000000000000", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)] decimal? Payroll,
    [Range(typeof(decimal), "0.01", "1", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)] decimal? Retained,
    [Required] IReadOnlyDictionary<string, decimal>? Lines);

public sealed record SetBudgetResponse(Guid BudgetId, string UnitPath, int Year, decimal Contribution, decimal ToSpend, decimal Reserve);

internal static class SetBudget
{
    private static readonly Refusal Exists = new(
        "budget-exists", "该单位本年度预算已经下达，调整请走科目调剂。", "This unit has its budget of the year; changes go by transfer between lines.");

    internal static async Task<Results<Created<SetBudgetResponse>, ProblemHttpResult>> Handle(
        SetBudgetRequest request, Caller caller, WelfareDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await CreateProgramme.FindUnit(request.UnitCode, caller, db, ct) is not { } unitPath)
            return ProblemTypes.Invalid(("unitCode", "没有这个单位。", "There is no such unit."));
        if (!caller.Holds(RoleNames.UnionWorker, unitPath)) return CreateProgramme.NotYourUnit.ToProblem();
        if (Wrong(request.Lines!) is { } wrong) return wrong;

        var now = clock.GetUtcNow();
        var budget = Of(request, unitPath, now);
        var reserve = budget.ToSpend - request.Lines!.Values.Sum();
        if (reserve < 0) return OverContribution(budget).ToProblem();
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({$"budget {unitPath} {budget.Year}"}, 0))", ct);
        if (await db.UnionBudgets.AnyAsync(other => other.UnitPath == unitPath && other.Year == budget.Year, ct)) return Exists.ToProblem();

        db.UnionBudgets.Add(budget);
        await db.SaveAndPublishAsync(ct);
        var lines = request.Lines!.Where(line => line.Value > 0 && line.Key != "Reserve").Append(new("Reserve", reserve + request.Lines!.GetValueOrDefault("Reserve")));
        if (await Book.Post(db, [.. Allot(budget, lines)], caller.Subject, now, ct) is { } refusal) return refusal.ToProblem();
        return TypedResults.Created($"/api/v1/welfare/ledger/trial-balance?year={budget.Year}", new SetBudgetResponse(
            budget.Id, unitPath, budget.Year, budget.Contribution, budget.ToSpend, reserve));
    }

    internal static IEnumerable<Movement> Allot(UnionBudget budget, IEnumerable<KeyValuePair<string, decimal>> lines) =>
        lines.Where(line => line.Value > 0).Select(line => new Movement(
            EntryKinds.Budget, CauseKinds.Event, budget.Id, LedgerAccount.Funding(budget.UnitPath, budget.Year),
            LedgerAccount.Available(budget.UnitPath, budget.Year, line.Key), line.Value));

    private static UnionBudget Of(SetBudgetRequest request, string unitPath, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        UnitPath = unitPath,
        Year = request.Year!.Value,
        Payroll = decimal.Round(request.Payroll!.Value, 2),
        Contribution = decimal.Round(decimal.Round(request.Payroll.Value, 2) * UnionBudget.ContributionRate, 2, MidpointRounding.AwayFromZero),
        Retained = request.Retained ?? 0.6m,
    };

    private static ProblemHttpResult? Wrong(IReadOnlyDictionary<string, decimal> lines)
    {
        if (lines.Keys.Except(BudgetLines.All).FirstOrDefault() is { } unknown)
            return ProblemTypes.Invalid(("lines", $"没有“{unknown}”这个预算科目。", $"There is no budget line {unknown}."));
        return lines.Values.Any(amount => amount < 0 || decimal.Round(amount, 2) != amount)
            ? ProblemTypes.Invalid(("lines", "金额不能为负，最多两位小数。", "Amounts must not be negative and have at most two decimals."))
            : null;
    }

    private static Refusal OverContribution(UnionBudget budget) => new(
        "over-contribution",
        $"各科目合计超出本级留成：工资总额的 2% 为 {LedgerRefusals.Yuan(budget.Contribution)} 元，本级可用 {LedgerRefusals.Yuan(budget.ToSpend)} 元。",
        $"The lines exceed what stays here: two per cent of the payroll is {LedgerRefusals.Yuan(budget.Contribution)}, of which {LedgerRefusals.Yuan(budget.ToSpend)} yuan may be spent.");
}
