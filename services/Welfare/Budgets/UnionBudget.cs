using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Welfare.Budgets;

/// <summary>A unit's union budget of a year, from the contribution of two per cent of the payroll (工会法 §43).</summary>
internal sealed class UnionBudget : IUnitScoped
{
    internal const decimal ContributionRate = 0.02m;

    public required Guid Id { get; init; }

    public required string UnitPath { get; init; }

    public required int Year { get; init; }

    public required decimal Payroll { get; init; }

    public required decimal Contribution { get; init; }

    /// <summary>Share that stays with the unit's own union, 0–1; the rest goes up.</summary>
    public required decimal Retained { get; init; }

    /// <summary>Closed years take no further commitment; set by the carry-over.</summary>
    public bool Closed { get; private set; }

    internal decimal ToSpend => decimal.Round(Contribution * Retained, 2, MidpointRounding.ToZero);

    internal void Close() => Closed = true;

    internal static void Configure(EntityTypeBuilder<UnionBudget> entity)
    {
        entity.ToTable("union_budgets", table => table.HasCheckConstraint(
            "budget_contribution", "payroll >= 0 AND contribution = round(payroll * 0.02, 2) AND retained > 0 AND retained <= 1"));
        entity.HasKey(budget => budget.Id);
        entity.HasIndex(budget => new { budget.UnitPath, budget.Year }).IsUnique();
        entity.Property(budget => budget.Payroll).HasPrecision(18, 2);
        entity.Property(budget => budget.Contribution).HasPrecision(18, 2);
        entity.Property(budget => budget.Retained).HasPrecision(5, 4);
    }
}

/// <summary>Budget lines (预算科目) of the union's money for members.</summary>
internal static class BudgetLines
{
    internal static readonly string[] All =
        ["Festival", "Birthday", "Condolence", "Hardship", "MutualMedical", "RestTrip", "Honours", "Activities", "Reserve"];
}
