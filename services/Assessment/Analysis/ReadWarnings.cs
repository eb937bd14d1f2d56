using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Assessment.Series;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Directory;

namespace Ronghe.Assessment.Analysis;

/// <param name="Ratio">Done by due, cumulated; null when a figure is missing.</param>
public sealed record TargetWarning(string UnitPath, string Series, string Plan, string Colour, decimal? Ratio);

public sealed record ReadWarningsResponse(int Year, int Month, IReadOnlyList<TargetWarning> Warnings, int Missing);

/// <summary>Yellow and red targets of the year up to a month, for every reporting unit that the caller reads.</summary>
internal static class ReadWarnings
{
    internal static async Task<Results<Ok<ReadWarningsResponse>, ProblemHttpResult>> Handle(
        [Range(2000, 2100)] int year, [Range(1, 12)] int month, Caller caller, AssessmentDb db, SeriesCatalogue series, CancellationToken ct)
    {
        if (!InCharge.MayRead(caller, caller.UnitPath)) return InCharge.Refused.ToProblem();
        var units = await db.Set<UnitCopy>().AsNoTracking().Where(unit => unit.Active && unit.Path.StartsWith(caller.UnitPath)).ToListAsync(ct);
        var (from, to) = (new DateOnly(year, 1, 1), new DateOnly(year, month, 1));
        var codes = series.Items.Where(item => item.Plan is not null).SelectMany(item => new[] { item.Code, item.Plan! }).ToArray();
        var heads = (await db.FactHeads.AsNoTracking().Where(head => codes.Contains(head.Series) && head.Value != null && head.OnDay >= from && head.OnDay <= to).ToListAsync(ct))
            .ToDictionary(head => (head.Series, head.UnitPath, head.OnDay.Month), head => head.Value!.Value);
        var all = series.Items.Where(item => item.Plan is not null).SelectMany(item => units.Where(unit => unit.Kind == item.Reporter).Select(unit =>
        {
            var ratios = Ratios(item, unit.Path, month, heads);
            return new TargetWarning(unit.Path, item.Code, item.Plan!, TriColour.After(ratios), ratios[^1]);
        })).ToList();
        var warnings = all.Where(row => row.Colour != TriColour.None).OrderBy(row => row.Colour).ThenBy(row => row.UnitPath, StringComparer.Ordinal).ToList();
        return TypedResults.Ok(new ReadWarningsResponse(year, month, warnings, all.Count(row => row.Ratio is null)));
    }

    // What is due grows evenly over the year.
    private static List<decimal?> Ratios(SeriesItem item, string unit, int month, Dictionary<(string, string, int), decimal> heads)
    {
        if (!heads.TryGetValue((item.Plan!, unit, 1), out var plan)) return [null];
        var (ratios, done, whole) = (new List<decimal?>(), 0m, true);
        for (var m = 1; m <= month; m++)
        {
            whole &= heads.TryGetValue((item.Code, unit, m), out var value);
            done += value;
            ratios.Add(whole ? Math.Round(done * 12 / (plan * m), 4, MidpointRounding.AwayFromZero) : null);
        }

        return ratios;
    }
}
