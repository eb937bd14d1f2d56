using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Assessment.Scores;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Assessment.Analysis;

/// <param name="Median">Of the peers that have points; null when fewer than five have any.</param>
public sealed record ProfileLine(string Indicator, decimal? Points, decimal? Median, decimal? LowerQuartile, decimal? UpperQuartile, int Peers, int Missing);

public sealed record TrendPoint(Guid CycleId, DateOnly From, DateOnly To, decimal? Total);

public sealed record ReadProfileResponse(string Subject, IReadOnlyList<ProfileLine> Indicators, IReadOnlyList<TrendPoint> Trend);

/// <param name="Distance">Robust distance from the median, in median absolute deviations scaled to a standard deviation.</param>
public sealed record Outlier(string Subject, string Indicator, decimal Points, decimal Median, decimal Distance);

/// <param name="Note">What to do with the list.</param>
public sealed record ListOutliersResponse(IReadOnlyList<Outlier> Outliers, string Note);

/// <summary>A subject beside its peers of like duty, its trend, and figures that a person should look at.</summary>
internal static class ReadProfile
{
    private const int FewestShown = 5;
    private const decimal FarOff = 3.5m;

    internal static async Task<Results<Ok<ReadProfileResponse>, NotFound>> Handle(
        Guid cycleId, [StringLength(200)] string subject, Caller caller, AssessmentDb db, CancellationToken ct)
    {
        if (await Rows(cycleId, caller, db, ct) is not { } rows || rows.FirstOrDefault(row => row.Subject == subject) is not { } mine) return TypedResults.NotFound();
        var all = rows.Select(row => Points(row)).ToList();
        var lines = Points(mine).Select(own =>
        {
            var points = all.Select(row => row.GetValueOrDefault(own.Key)).ToList();
            var sorted = points.OfType<decimal>().Order().ToList();
            var shown = sorted.Count >= FewestShown;
            return new ProfileLine(own.Key, own.Value, shown ? At(sorted, 0.5m) : null, shown ? At(sorted, 0.25m) : null, shown ? At(sorted, 0.75m) : null,
                sorted.Count, points.Count - sorted.Count);
        });
        return TypedResults.Ok(new ReadProfileResponse(subject, [.. lines], await Trend(cycleId, subject, db, ct)));
    }

    internal static async Task<Results<Ok<ListOutliersResponse>, NotFound>> Outliers(Guid cycleId, Caller caller, AssessmentDb db, CancellationToken ct)
    {
        if (await Rows(cycleId, caller, db, ct) is not { } rows) return TypedResults.NotFound();
        var points = rows.SelectMany(row => Points(row).Where(pair => pair.Value is not null).Select(pair => (row.Subject, Indicator: pair.Key, Points: pair.Value!.Value)));
        var outliers = points.GroupBy(row => row.Indicator).Where(same => same.Count() >= FewestShown).SelectMany(same =>
        {
            var median = At([.. same.Select(row => row.Points).Order()], 0.5m);
            var spread = 1.4826m * At([.. same.Select(row => Math.Abs(row.Points - median)).Order()], 0.5m);
            return spread == 0 ? [] : same.Select(row => new Outlier(row.Subject, row.Indicator, row.Points, median, Math.Round(Math.Abs(row.Points - median) / spread, 2)))
                .Where(row => row.Distance > FarOff);
        });
        var note = new ServiceDefaults.Problems.Refusal("note", "请人工核实：可能是填报差错，也可能确有原因；不据此作任何评价。",
            "For a person to look at: it may be an error of entry or have its reason; nothing is judged by it.").Text;
        return TypedResults.Ok(new ListOutliersResponse([.. outliers.OrderByDescending(row => row.Distance)], note));
    }

    private static async Task<List<ScoreVersion>?> Rows(Guid cycleId, Caller caller, AssessmentDb db, CancellationToken ct)
    {
        if (await db.Cycles.AsNoTracking().SingleOrDefaultAsync(row => row.Id == cycleId, ct) is not { } cycle || !InCharge.MayRead(caller, cycle.UnitPath)) return null;
        return await db.ScoreVersions.FromSql($"SELECT DISTINCT ON (subject) * FROM score_versions WHERE cycle_id = {cycleId} ORDER BY subject, number DESC").AsNoTracking().ToListAsync(ct);
    }

    private static async Task<IReadOnlyList<TrendPoint>> Trend(Guid cycleId, string subject, AssessmentDb db, CancellationToken ct)
    {
        var framework = await db.Cycles.Where(row => row.Id == cycleId).Join(db.Frameworks, row => row.FrameworkId, row => row.Id, (_, row) => row.Code).SingleAsync(ct);
        var rows = await db.ScoreVersions.AsNoTracking().Where(row => row.Subject == subject)
            .Join(db.Cycles.Where(cycle => db.Frameworks.Any(row => row.Id == cycle.FrameworkId && row.Code == framework)), row => row.CycleId, cycle => cycle.Id,
                (row, cycle) => new { row.CycleId, cycle.FromDay, cycle.ToDay, row.Number, row.Total }).ToListAsync(ct);
        return [.. rows.GroupBy(row => row.CycleId).Select(same => same.MaxBy(row => row.Number)!).OrderBy(row => row.ToDay)
            .Select(row => new TrendPoint(row.CycleId, row.FromDay, row.ToDay, row.Total))];
    }

    private static Dictionary<string, decimal?> Points(ScoreVersion row) => JsonNode.Parse(row.Snapshot)!["indicators"]!.AsArray().ToDictionary(
        indicator => (string)indicator!["path"]!,
        indicator => (string?)indicator!["points"] is { } points ? decimal.Parse(points, CultureInfo.InvariantCulture) : (decimal?)null);

    // Linear between the neighbouring places.
    private static decimal At(List<decimal> sorted, decimal share)
    {
        var place = share * (sorted.Count - 1);
        var below = (int)decimal.Floor(place);
        return below + 1 < sorted.Count ? sorted[below] + ((sorted[below + 1] - sorted[below]) * (place - below)) : sorted[below];
    }
}
