using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Assessment.Scores;
using Ronghe.Assessment.Scoring;
using Ronghe.Assessment.Series;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Assessment.Cycles;

/// <param name="Share">Percent of the year's total, two decimals.</param>
public sealed record CyclePart([property: Required] Guid? CycleId, [property: Required, Range(0.01, 100)] decimal? Share);

public sealed record CombineCyclesRequest([Required, MinLength(1), MaxLength(60)] IReadOnlyList<CyclePart>? Parts);

/// <param name="Total">Null as long as one part is missing.</param>
/// <param name="Parts">Hash of each part's newest snapshot, in the order that was asked for; null where there is none.</param>
public sealed record CombinedScore(string Subject, decimal? Total, IReadOnlyList<string?> Parts);

public sealed record CombineCyclesResponse(IReadOnlyList<CombinedScore> Scores);

/// <summary>How routine, periodic and special appraisals make up a year: shares that sum to 100, and no fact that counts in two of them.</summary>
internal static class CombineCycles
{
    internal static async Task<Results<Ok<CombineCyclesResponse>, ProblemHttpResult>> Handle(
        CombineCyclesRequest request, Caller caller, AssessmentDb db, SeriesCatalogue series, CancellationToken ct)
    {
        var parts = request.Parts!;
        var sum = parts.Sum(part => part.Share!.Value);
        if (sum != 100) return SharesNot100(sum).ToProblem();
        var ids = parts.Select(part => part.CycleId!.Value).ToArray();
        if (ids.Distinct().Count() < ids.Length) return ProblemTypes.Invalid(("parts", "同一周期出现两次。", "A cycle is there twice."));
        var cycles = await db.Cycles.AsNoTracking().Where(cycle => ids.Contains(cycle.Id)).ToDictionaryAsync(cycle => cycle.Id, ct);
        if (cycles.Count < ids.Length) return ProblemTypes.Invalid(("parts", "没有这个考核周期。", "There is no such cycle."));
        if (cycles.Values.Any(cycle => !InCharge.MayRead(caller, cycle.UnitPath))) return InCharge.Refused.ToProblem();
        if (cycles.Values.Select(cycle => cycle.SubjectKind).Distinct().Count() > 1) return ProblemTypes.Invalid(("parts", "考核对象不是同一类。", "They appraise different kinds of subjects."));
        if (await CountedTwice([.. ids.Select(id => cycles[id])], db, series, ct) is { } twice) return twice.ToProblem();

        var newest = await db.ScoreVersions.FromSql($"SELECT DISTINCT ON (cycle_id, subject) * FROM score_versions WHERE cycle_id = ANY ({ids}) ORDER BY cycle_id, subject, number DESC")
            .AsNoTracking().ToDictionaryAsync(row => (row.CycleId, row.Subject), ct);
        var subjects = newest.Keys.Select(key => key.Subject).Distinct().Order(StringComparer.Ordinal);
        return TypedResults.Ok(new CombineCyclesResponse([.. subjects.Select(subject => Combine(subject, parts, newest))]));
    }

    private static CombinedScore Combine(string subject, IReadOnlyList<CyclePart> parts, Dictionary<(Guid, string), ScoreVersion> newest)
    {
        var rows = parts.Select(part => (Part: part, Score: newest.GetValueOrDefault((part.CycleId!.Value, subject)))).ToList();
        decimal? total = rows.Any(row => row.Score?.Total is null) ? null : Rounding.Points(rows.Sum(row => row.Part.Share!.Value * row.Score!.Total!.Value) / 100);
        return new CombinedScore(subject, total, [.. rows.Select(row => row.Score?.Hash)]);
    }

    // Two parts whose days overlap must not read the same series: its facts would count in both.
    private static async Task<Refusal?> CountedTwice(IReadOnlyList<AppraisalCycle> cycles, AssessmentDb db, SeriesCatalogue series, CancellationToken ct)
    {
        var ids = cycles.Select(cycle => cycle.FrameworkId).ToArray();
        var frameworks = await db.Frameworks.AsNoTracking().Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, ct);
        var reads = cycles.Select(cycle => ScoringPlan.Build(frameworks[cycle.FrameworkId].Read(), series, cycle.FromDay, cycle.ToDay).Plan!.Columns
            .Where(column => !column.Series.Basis).Select(column => column.Series.Code).ToHashSet()).ToList();
        for (var a = 0; a < cycles.Count; a++)
        {
            for (var b = a + 1; b < cycles.Count; b++)
            {
                if (cycles[a].FromDay > cycles[b].ToDay || cycles[b].FromDay > cycles[a].ToDay) continue;
                if (reads[a].Intersect(reads[b]).Order(StringComparer.Ordinal).FirstOrDefault() is { } both) return Twice(cycles[a], cycles[b], both);
            }
        }

        return null;
    }

    private static Refusal Twice(AppraisalCycle first, AppraisalCycle second, string code) => new(
        "counted-twice", $"“{first.Name}”和“{second.Name}”日期重叠，都用到 {code}，同一事实会计两次。",
        $"'{first.Name}' and '{second.Name}' overlap and both read {code}: the same fact would count twice.", StatusCodes.Status422UnprocessableEntity)
    {
        Details = new Dictionary<string, object?> { ["places"] = new[] { first.Id, second.Id }, ["series"] = code },
    };

    private static Refusal SharesNot100(decimal sum)
    {
        var text = sum.ToString("0.##", CultureInfo.InvariantCulture);
        return new("shares-not-100", $"各周期占比之和应为 100，现在是 {text}。", $"The shares must sum to 100; they sum to {text}.", StatusCodes.Status422UnprocessableEntity);
    }
}
