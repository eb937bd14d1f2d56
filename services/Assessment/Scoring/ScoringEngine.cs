using Ronghe.Assessment.Formulas;

namespace Ronghe.Assessment.Scoring;

/// <summary>What came out for one indicator.</summary>
/// <param name="Figure">Null when data is missing.</param>
/// <param name="Points">Null when data is missing.</param>
internal sealed record IndicatorScore(decimal? Figure, decimal? Points);

/// <summary>What came out for one subject. Total is null as long as a weighed indicator is missing; Known says how much of the weight is there.</summary>
internal sealed record SubjectScore(IReadOnlyList<IndicatorScore> Indicators, decimal? Total, decimal KnownWeight, bool Vetoed);

/// <summary>The one way to compute, for a single subject after an event and for a whole cycle from scratch.</summary>
internal static class ScoringEngine
{
    /// <summary>The figures of a subject, in the order of the plan's indicators.</summary>
    /// <param name="manual">Reviewed entries by path of the indicator.</param>
    internal static decimal?[] Figures(ScoringPlan plan, CellTable cells, IReadOnlyDictionary<string, decimal> manual)
    {
        var figures = new decimal?[plan.Indicators.Count];
        for (var index = 0; index < figures.Length; index++)
        {
            var indicator = plan.Indicators[index];
            figures[index] = indicator.Formula is { } formula
                ? Rounding.Figure(formula.Evaluate(new ReadCells(indicator.Reads, cells)))
                : manual.TryGetValue(indicator.Placed.Path, out var entry) ? Rounding.Figure(entry) : Absent(indicator);
        }

        return figures;
    }

    /// <param name="peers">For each indicator the figures of all peers including the subject's; empty where nothing is ranked.</param>
    /// <param name="adjustment">Sum of what calibration and appeals added.</param>
    internal static SubjectScore Score(ScoringPlan plan, decimal?[] figures, Func<int, IReadOnlyList<decimal>> peers, decimal adjustment)
    {
        var scores = new IndicatorScore[figures.Length];
        var (weighed, known, bonus, vetoed, missing) = (0m, 0m, 0m, false, false);
        for (var index = 0; index < figures.Length; index++)
        {
            var indicator = plan.Indicators[index];
            var points = PointsRule.Of(indicator.Rule, figures[index], indicator.Rule.Kind == "Rank" ? peers(index) : []);
            scores[index] = new IndicatorScore(figures[index], points);
            switch (indicator.Rule.Kind)
            {
                case "Bonus": bonus += points ?? 0; break;
                case "Veto": (vetoed, missing) = (vetoed || points == 1, missing || points is null); break;
                default:
                    if (points is null) missing = true;
                    else (weighed, known) = (weighed + (indicator.Placed.Weight * points.Value), known + indicator.Placed.Weight);
                    break;
            }
        }

        var total = Rounding.Points(Math.Max(0, (weighed / 100) + bonus + adjustment));
        if (vetoed) total = Math.Min(total, plan.Framework.VetoCap);
        return new SubjectScore(scores, missing ? null : total, known, vetoed);
    }

    // Nobody proposed a bonus, or reported a veto: there is none. A manual entry that carries weight is missing until it is reviewed.
    private static decimal? Absent(PlannedIndicator indicator) => indicator.Rule.Kind is "Bonus" or "Veto" ? 0 : null;

    private sealed class ReadCells(IReadOnlyList<PlannedRead> reads, CellTable cells) : IAggregates
    {
        public decimal? Of(int index) => reads[index].Of(cells);
    }
}
