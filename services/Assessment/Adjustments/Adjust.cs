using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Assessment.Cycles;
using Ronghe.Assessment.Scores;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Assessment.Adjustments;

/// <param name="Points">Added to the total, negative to take away; at most 10 either way, 4 decimals.</param>
public sealed record ProposeAdjustmentRequest(
    [Required, StringLength(200)] string? Subject,
    [Required, Range(typeof(decimal), "-10", "10", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)] decimal? Points,
    [Required, StringLength(1000, MinimumLength = 10)] string? Reason);

public sealed record AdjustmentResponse(
    Guid AdjustmentId, Guid CycleId, string Subject, string Kind, decimal Points, string Reason, string ProposedBy, string? AgreedBy, DateTimeOffset? AgreedAt, long Version);

public sealed record ListAdjustmentsResponse(IReadOnlyList<AdjustmentResponse> Adjustments);

/// <summary>The trail of a calibration meeting: one proposes with a reason, another agrees, the score gets a new version.</summary>
internal static class Adjust
{
    private static readonly Refusal NotCalibrating = new("cycle-not-calibrating", "只有在校准阶段才能调整。", "Scores are adjusted while the cycle is calibrating.");

    private static readonly Refusal Done = new("adjustment-agreed", "已经同意过了。", "It was agreed already.");

    internal static readonly Refusal SamePerson = new("same-person", "提出人不能自己同意，请另一位负责人办理。", "A second person has to agree.");

    internal static readonly Refusal Myself = new("recusal", "涉及本人的事项应当回避。", "In one's own matter one stands aside.", StatusCodes.Status403Forbidden);

    internal static async Task<Results<Created<AdjustmentResponse>, NotFound, ProblemHttpResult>> Propose(
        Guid cycleId, ProposeAdjustmentRequest request, Caller caller, AssessmentDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Cycles.AsNoTracking().SingleOrDefaultAsync(row => row.Id == cycleId, ct) is not { } cycle) return TypedResults.NotFound();
        if (!InCharge.Of(caller, cycle.UnitPath)) return InCharge.Refused.ToProblem();
        if (cycle.State != CycleStates.Calibrating) return NotCalibrating.ToProblem();
        if (decimal.Round(request.Points!.Value, 4) != request.Points) return ProblemTypes.Invalid(("points", "最多四位小数。", "At most four decimals."));
        if (await db.CycleSubjects.AsNoTracking().SingleOrDefaultAsync(row => row.CycleId == cycleId && row.Subject == request.Subject, ct) is not { } subject)
            return ProblemTypes.Invalid(("subject", "没有这个考核对象。", "There is no such subject."));
        if (subject.PersonId == caller.PersonId) return Myself.ToProblem();

        var adjustment = new Adjustment
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()), CycleId = cycleId, Subject = subject.Subject, UnitPath = subject.UnitPath, Kind = Adjustment.Calibration,
            Points = request.Points.Value, Reason = request.Reason!.Trim(), ProposedBy = caller.Subject, ProposedAt = clock.GetUtcNow(),
        };
        db.Adjustments.Add(adjustment);
        await db.SaveAndPublishAsync(ct);
        return TypedResults.Created($"/api/v1/assessment/adjustments/{adjustment.Id}", Describe(adjustment));
    }

    internal static async Task<Results<Ok<AdjustmentResponse>, NotFound, ProblemHttpResult>> Agree(
        Guid adjustmentId, Caller caller, AssessmentDb db, Scorer scorer, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Adjustments.SingleOrDefaultAsync(row => row.Id == adjustmentId, ct) is not { } adjustment) return TypedResults.NotFound();
        var cycle = await db.Cycles.AsNoTracking().SingleAsync(row => row.Id == adjustment.CycleId, ct);
        if (!InCharge.Of(caller, cycle.UnitPath)) return InCharge.Refused.ToProblem();
        if (adjustment.Subject == caller.Subject) return Myself.ToProblem();
        if (adjustment.AgreedBy is not null) return Done.ToProblem();
        if (adjustment.ProposedBy == caller.Subject) return SamePerson.ToProblem();
        if (cycle.State != CycleStates.Calibrating) return NotCalibrating.ToProblem();

        adjustment.Agree(caller.Subject, clock.GetUtcNow());
        await db.SaveAndPublishAsync(ct);
        await scorer.Score(cycle, new HashSet<string> { adjustment.Subject }, "Calibrated", ct);
        return TypedResults.Ok(Describe(adjustment));
    }

    internal static async Task<Results<Ok<ListAdjustmentsResponse>, NotFound, ProblemHttpResult>> List(Guid cycleId, Caller caller, AssessmentDb db, CancellationToken ct)
    {
        if (await db.Cycles.AsNoTracking().SingleOrDefaultAsync(row => row.Id == cycleId, ct) is not { } cycle) return TypedResults.NotFound();
        if (!InCharge.MayRead(caller, cycle.UnitPath)) return InCharge.Refused.ToProblem();
        var rows = await db.Adjustments.AsNoTracking().Where(row => row.CycleId == cycleId).OrderBy(row => row.Id).ToListAsync(ct);
        return TypedResults.Ok(new ListAdjustmentsResponse([.. rows.Select(Describe)]));
    }

    private static AdjustmentResponse Describe(Adjustment row) => new(
        row.Id, row.CycleId, row.Subject, row.Kind, row.Points, row.Reason, row.ProposedBy, row.AgreedBy, row.AgreedAt, row.Version);
}
