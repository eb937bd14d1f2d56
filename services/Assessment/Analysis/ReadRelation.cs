using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Assessment.Series;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Directory;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Assessment.Analysis;

/// <param name="X">Series of Party building, such as <c>learning.passed</c>.</param>
/// <param name="Y">Series of production, such as <c>restoration.area</c>.</param>
/// <param name="Months">Months that are summed up, from <paramref name="From"/>.</param>
/// <param name="Lag">How many months later Y is looked at.</param>
public sealed record ReadRelationQuery(
    [property: Required, StringLength(60)] string? X, [property: Required, StringLength(60)] string? Y, [property: Required] DateOnly? From,
    [property: Range(1, 36)] int? Months, [property: Range(0, 24)] int? Lag, [property: StringLength(20)] string? UnitKind);

/// <param name="N">Units with both figures.</param>
/// <param name="Missing">Units without one of them; they are left out, not taken as zero.</param>
/// <param name="Rho">Spearman's rank correlation; null with fewer than five units or when a figure does not vary.</param>
/// <param name="Low">Lower end of the 95 % bootstrap interval.</param>
/// <param name="Caution">What this does not show.</param>
public sealed record RelationResponse(string X, string Y, int Lag, int Units, int N, int Missing, double? Rho, double? Low, double? High, string Caution);

/// <summary>How Party building and production go together over the units, and what that does not show.</summary>
internal static class ReadRelation
{
    private static readonly Refusal Caution = new(
        "caution",
        "这只说明两组数据的名次是否一起变化，不说明谁影响谁：单位大小、地形、年景都可能同时影响两者；缺数据的单位没有计入。不能据此评价任何单位或个人。",
        "This shows whether the ranks of two figures go together, not that one causes the other: size, terrain and the year can move both; "
        + "units without data are left out. It is no ground to judge any unit or person.");

    internal static async Task<Results<Ok<RelationResponse>, ProblemHttpResult>> Handle(
        [AsParameters] ReadRelationQuery query, Caller caller, AssessmentDb db, SeriesCatalogue series, CancellationToken ct)
    {
        if (!InCharge.MayRead(caller, caller.UnitPath)) return InCharge.Refused.ToProblem();
        if (series.Find(query.X!) is not { } x) return ProblemTypes.Invalid(("x", "没有这个数据项。", "There is no such series."));
        if (series.Find(query.Y!) is not { } y) return ProblemTypes.Invalid(("y", "没有这个数据项。", "There is no such series."));
        var (months, lag, kind) = (query.Months ?? 12, query.Lag ?? 0, query.UnitKind ?? "ForestFarm");
        var units = await db.Set<UnitCopy>().AsNoTracking().Where(unit => unit.Active && unit.Kind == kind && unit.Path.StartsWith(caller.UnitPath))
            .Select(unit => unit.Path).ToListAsync(ct);
        var from = new DateOnly(query.From!.Value.Year, query.From.Value.Month, 1);
        var xs = await UnitSums.Of(x, from, months, units, db, ct);
        var ys = await UnitSums.Of(y, from.AddMonths(lag), months, units, db, ct);
        var pairs = units.Where(unit => xs.ContainsKey(unit) && ys.ContainsKey(unit)).Select(unit => (xs[unit], ys[unit])).ToList();
        var result = Spearman.Of(pairs);
        return TypedResults.Ok(new RelationResponse(
            x.Code, y.Code, lag, units.Count, pairs.Count, units.Count - pairs.Count, Rounded(result?.Rho), Rounded(result?.Low), Rounded(result?.High), Caution.Text));
    }

    private static double? Rounded(double? value) => value is { } some ? Math.Round(some, 4) : null;
}
