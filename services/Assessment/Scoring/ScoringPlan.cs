using Ronghe.Assessment.Formulas;
using Ronghe.Assessment.Frameworks;
using Ronghe.Assessment.Series;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Assessment.Scoring;

/// <summary>A series as one scope sees it.</summary>
internal sealed record PlannedColumn(SeriesItem Series, string Scope);

/// <summary>An indicator ready to be computed; no formula and no reads for a manual entry.</summary>
internal sealed record PlannedIndicator(PlacedIndicator Placed, CompiledFormula? Formula, IReadOnlyList<PlannedRead> Reads)
{
    internal IndicatorContent Rule => Placed.Content;
}

/// <summary>A framework laid over the days of a cycle.</summary>
internal sealed class ScoringPlan
{
    internal required FrameworkContent Framework { get; init; }

    internal required IReadOnlyList<PlannedIndicator> Indicators { get; init; }

    internal required IReadOnlyList<PlannedColumn> Columns { get; init; }

    internal required CellCalendar Cells { get; init; }

    internal bool HasRank => Indicators.Any(indicator => indicator.Rule.Kind == "Rank");

    /// <summary>The refusal names the indicator whose series does not fit into these days.</summary>
    internal static (ScoringPlan? Plan, Refusal? Refusal) Build(FrameworkContent framework, SeriesCatalogue series, DateOnly from, DateOnly to)
    {
        var compiled = FrameworkTree.Indicators(framework).Select(placed => (Placed: placed, Formula: Compile(placed, series))).ToList();
        var windows = compiled.SelectMany(pair => pair.Formula?.Aggregates ?? []).Select(read => read.Window).ToHashSet();
        var cells = CellCalendar.Of(from, to, windows);
        var columns = new List<PlannedColumn>();
        var indicators = new List<PlannedIndicator>();
        foreach (var (placed, formula) in compiled)
        {
            var reads = new List<PlannedRead>();
            foreach (var aggregate in formula?.Aggregates ?? [])
            {
                var item = series.Find(aggregate.Series)!;
                var (first, last) = cells.Window(aggregate.Window);
                var expected = item.IsFigure ? cells.Expected(item.Cadence!, item.Basis, first, last) : null;
                if (expected is { Count: 0 }) return (null, TooShort(placed, item));
                reads.Add(new PlannedRead(aggregate, ColumnOf(columns, item, aggregate.Scope), first, last, expected));
            }

            indicators.Add(new PlannedIndicator(placed, formula, reads));
        }

        return (new ScoringPlan { Framework = framework, Indicators = indicators, Columns = columns, Cells = cells }, null);
    }

    private static int ColumnOf(List<PlannedColumn> columns, SeriesItem item, string scope)
    {
        var column = new PlannedColumn(item, scope);
        var index = columns.IndexOf(column);
        if (index >= 0) return index;
        columns.Add(column);
        return columns.Count - 1;
    }

    private static CompiledFormula? Compile(PlacedIndicator placed, SeriesCatalogue series) => placed.Content.Formula is not { } text
        ? null
        : CompiledFormula.Compile(text, series.Facts, Unit.Parse(placed.Content.Unit!)).Formula
            ?? throw new InvalidOperationException($"The formula of {placed.Path} was accepted once and does not compile now: a series is gone.");

    private static Refusal TooShort(PlacedIndicator placed, SeriesItem item) => FrameworkRules.At(
        "cycle-too-short", placed.Path, $"周期内没有完整的“{item.Name}”报送期（{item.Cadence}）。", $"No whole period of '{item.NameEn}' ({item.Cadence}) lies in the cycle.");
}
