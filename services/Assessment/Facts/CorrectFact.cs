using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Assessment.Series;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Assessment.Facts;

/// <param name="Value">Null withdraws it.</param>
/// <param name="FactVersion">Version that is corrected: a stale correction is refused.</param>
public sealed record CorrectFactRequest(decimal? Value, [Required] long? FactVersion, [Required, StringLength(400, MinimumLength = 10)] string? Reason);

public sealed record CorrectFactResponse(Guid FactId, long FactVersion, decimal? Value);

/// <summary>A reasoned correction of one fact, also after freeze: every score that stands on it gets a new version.</summary>
internal static class CorrectFact
{
    private static readonly Refusal Stale = new("stale-version", "这条数据已有新版本，请刷新后再操作。", "There is a newer version of this fact. Load it again, then repeat.");

    internal static async Task<Results<Created<CorrectFactResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid factId, CorrectFactRequest request, Caller caller, AssessmentDb db, SeriesCatalogue series, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Facts.AsNoTracking().SingleOrDefaultAsync(row => row.Id == factId, ct) is not { } fact) return TypedResults.NotFound();
        if (!InCharge.Of(caller, fact.UnitPath)) return InCharge.Refused.ToProblem();
        if (fact.PersonId == caller.PersonId) return Adjustments.Adjust.Myself.ToProblem();
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({"figure " + fact.Key}, 0))", ct);
        var head = await db.FactHeads.AsNoTracking().SingleAsync(row => row.Series == fact.Series && row.Key == fact.Key, ct);
        if (head.FactVersion != request.FactVersion || head.FactId != factId) return Stale.ToProblem();
        if (Figures.FigureRules.Wrong(series.Find(fact.Series)!, request.Value) is { } wrong) return wrong.ToProblem();

        var now = clock.GetUtcNow();
        var corrected = new Fact
        {
            Id = Guid.CreateVersion7(now), Series = fact.Series, Key = fact.Key, Version = head.FactVersion + 1, UnitPath = fact.UnitPath, PersonId = fact.PersonId,
            OnDay = fact.OnDay, Value = request.Value, ToldBy = caller.Subject, ToldAt = now, Reason = request.Reason!.Trim(),
        };
        await FactLedger.Add([corrected], db, ct);
        return TypedResults.Created($"/api/v1/assessment/facts/{corrected.Id}", new CorrectFactResponse(corrected.Id, corrected.Version, corrected.Value));
    }
}
