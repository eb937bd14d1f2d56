using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Assessment.Cycles;
using Ronghe.Assessment.Frameworks;
using Ronghe.Assessment.Scores;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Assessment.Adjustments;

/// <param name="Indicator">Path of an indicator without a formula.</param>
/// <param name="Evidence">What shows it: a document's number, a file's SHA-256, where it lies.</param>
public sealed record EnterFigureRequest(
    [Required, StringLength(200)] string? Subject, [Required, StringLength(200)] string? Indicator,
    [Required, Range(typeof(decimal), "-1000000", "1000000", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)] decimal? Value,
    [Required, StringLength(400)] string? Unit, [Required, StringLength(1000, MinimumLength = 4)] string? Evidence);

public sealed record ReviewEntryRequest([Required] bool? Accept);

public sealed record EntryResponse(
    Guid EntryId, Guid CycleId, string Subject, string Indicator, decimal Value, string Evidence, string EnteredBy, string? ReviewedBy, bool? Accepted, long Version);

/// <summary>A figure that no system tells: entered with evidence, counted once a second person has reviewed it.</summary>
internal static class EnterFigure
{
    private static readonly Refusal NotOpen = new("cycle-frozen", "考核已冻结，不能再录入。", "The cycle is frozen: nothing more can be entered.");

    private static readonly Refusal Reviewed = new("entry-reviewed", "已经审核过了。", "It was reviewed already.");

    internal static async Task<Results<Created<EntryResponse>, NotFound, ProblemHttpResult>> Enter(
        Guid cycleId, EnterFigureRequest request, Caller caller, AssessmentDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Cycles.AsNoTracking().SingleOrDefaultAsync(row => row.Id == cycleId, ct) is not { } cycle) return TypedResults.NotFound();
        if (cycle.IsFrozen) return NotOpen.ToProblem();
        if (await db.CycleSubjects.AsNoTracking().SingleOrDefaultAsync(row => row.CycleId == cycleId && row.Subject == request.Subject, ct) is not { } subject)
            return ProblemTypes.Invalid(("subject", "没有这个考核对象。", "There is no such subject."));
        if (!InCharge.Of(caller, subject.UnitPath)) return InCharge.Refused.ToProblem();
        if (subject.PersonId == caller.PersonId) return Adjust.Myself.ToProblem();
        var framework = (await db.Frameworks.AsNoTracking().SingleAsync(row => row.Id == cycle.FrameworkId, ct)).Read();
        if (FrameworkTree.Indicators(framework).FirstOrDefault(item => item.Path == request.Indicator && item.Content.Formula is null) is not { } indicator)
            return ProblemTypes.Invalid(("indicator", "没有这个手工录入的指标。", "There is no such indicator that is entered by hand."));
        if (Formulas.Unit.Parse(request.Unit!) != Formulas.Unit.Parse(indicator.Content.Unit!))
            return ProblemTypes.Invalid(("unit", $"计量单位应是 {indicator.Content.Unit}。", $"The unit of measure is {indicator.Content.Unit}."));
        if (decimal.Round(request.Value!.Value, 4) != request.Value) return ProblemTypes.Invalid(("value", "最多四位小数。", "At most four decimals."));

        var entry = new ManualEntry
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()), CycleId = cycleId, Subject = subject.Subject, UnitPath = subject.UnitPath, Indicator = indicator.Path,
            Value = request.Value.Value, Evidence = request.Evidence!.Trim(), EnteredBy = caller.Subject, EnteredAt = clock.GetUtcNow(),
        };
        db.ManualEntries.Add(entry);
        await db.SaveAndPublishAsync(ct);
        return TypedResults.Created($"/api/v1/assessment/entries/{entry.Id}", Describe(entry));
    }

    internal static async Task<Results<Ok<EntryResponse>, NotFound, ProblemHttpResult>> Review(
        Guid entryId, ReviewEntryRequest request, Caller caller, AssessmentDb db, Scorer scorer, TimeProvider clock, CancellationToken ct)
    {
        if (await db.ManualEntries.SingleOrDefaultAsync(row => row.Id == entryId, ct) is not { } entry) return TypedResults.NotFound();
        var cycle = await db.Cycles.AsNoTracking().SingleAsync(row => row.Id == entry.CycleId, ct);
        if (!InCharge.Of(caller, cycle.UnitPath)) return InCharge.Refused.ToProblem();
        if (entry.Subject == caller.Subject) return Adjust.Myself.ToProblem();
        if (entry.ReviewedBy is not null) return Reviewed.ToProblem();
        if (entry.EnteredBy == caller.Subject) return Adjust.SamePerson.ToProblem();
        if (cycle.IsFrozen) return NotOpen.ToProblem();

        entry.Review(caller.Subject, request.Accept!.Value, clock.GetUtcNow());
        await db.SaveAndPublishAsync(ct);
        if (entry.Accepted == true) await scorer.Score(cycle, new HashSet<string> { entry.Subject }, "Computed", ct);
        return TypedResults.Ok(Describe(entry));
    }

    private static EntryResponse Describe(ManualEntry row) => new(
        row.Id, row.CycleId, row.Subject, row.Indicator, row.Value, row.Evidence, row.EnteredBy, row.ReviewedBy, row.Accepted, row.Version);
}
