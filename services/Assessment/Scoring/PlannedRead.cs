using Ronghe.Assessment.Formulas;

namespace Ronghe.Assessment.Scoring;

/// <summary>An aggregate with its place in the cell table.</summary>
/// <param name="Column">Column of its series and scope.</param>
/// <param name="First">First cell of its window.</param>
/// <param name="Last">Last cell of its window.</param>
/// <param name="Expected">Cells in which every reporter has to have told its figure; null for events, where silence means none.</param>
internal sealed record PlannedRead(Aggregate Aggregate, int Column, int First, int Last, IReadOnlyList<int>? Expected)
{
    /// <summary>The figure; null when a reporter is silent, or when there is nothing to take an average, a minimum or a last of.</summary>
    internal decimal? Of(CellTable table)
    {
        var start = Column * table.Cells;
        if (Expected is not null)
        {
            foreach (var cell in Expected)
            {
                if (table.Counts[start + cell] < table.Reporters[Column]) return null;
            }
        }

        var (count, sum, least, most, last) = Fold(table, start);
        return Aggregate.Function switch
        {
            "count" => count,
            "sum" => CellTable.Unscaled(sum),
            _ when count == 0 => null,
            "avg" => CellTable.Unscaled(sum) / count,
            "min" => CellTable.Unscaled(least),
            "max" => CellTable.Unscaled(most),
            _ => CellTable.Unscaled(last),
        };
    }

    private (int Count, long Sum, long Least, long Most, long Last) Fold(CellTable table, int start)
    {
        var (count, sum, least, most, last) = (0, 0L, long.MaxValue, long.MinValue, 0L);
        for (var cell = start + First; cell <= start + Last; cell++)
        {
            if (table.Counts[cell] == 0) continue;
            count += table.Counts[cell];
            last = table.Sums[cell];
            sum = checked(sum + last);
            least = Math.Min(least, last);
            most = Math.Max(most, last);
        }

        return (count, sum, least, most, last);
    }
}
