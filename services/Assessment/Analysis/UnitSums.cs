using Microsoft.EntityFrameworkCore;
using Ronghe.Assessment.Series;

namespace Ronghe.Assessment.Analysis;

/// <summary>A series summed up for each unit over some months. A unit whose figures are not all there is not in the answer.</summary>
internal static class UnitSums
{
    internal static async Task<Dictionary<string, decimal>> Of(
        SeriesItem series, DateOnly from, int months, IReadOnlyList<string> units, AssessmentDb db, CancellationToken ct)
    {
        var to = from.AddMonths(months);
        var rows = await db.FactHeads.AsNoTracking()
            .Where(head => head.Series == series.Code && head.Value != null && head.OnDay >= from && head.OnDay < to && units.Contains(head.UnitPath))
            .GroupBy(head => head.UnitPath).Select(same => new { Unit = same.Key, Count = same.Count(), Sum = same.Sum(head => head.Value!.Value) }).ToListAsync(ct);
        if (!series.IsFigure)
        {
            var told = rows.ToDictionary(row => row.Unit, row => row.Sum);
            return units.ToDictionary(unit => unit, unit => told.GetValueOrDefault(unit)); // no event is a zero, no figure is not
        }

        var each = series.Cadence switch { "Month" => 1, "Quarter" => 3, _ => 12 };
        var expected = Enumerable.Range(0, months).Count(month => (from.AddMonths(month).Month - 1) % each == 0);
        return rows.Where(row => row.Count >= expected && expected > 0).ToDictionary(row => row.Unit, row => row.Sum);
    }
}
