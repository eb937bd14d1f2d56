using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Assessment.Facts;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Calendars;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Assessment.Pioneers;

public sealed record ConfirmOutcomeRequest([Required] bool? Accept);

public sealed record OutcomeResponse(Guid OutcomeId, Guid PostId, string Kind, string Terrain, DateTimeOffset OccurredAt, string Evidence, decimal Weight, string State, long Version);

public sealed record ListOutcomesResponse(IReadOnlyList<OutcomeResponse> Outcomes);

/// <summary>Somebody in charge verifies, closes or accepts an outcome; its last stage makes it a fact that indicators read.</summary>
internal static class ConfirmOutcome
{
    private static readonly Refusal NoStep = new("outcome-settled", "该成果已经办结。", "This outcome is settled already.");

    internal static async Task<Results<Ok<OutcomeResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid outcomeId, ConfirmOutcomeRequest request, Caller caller, AssessmentDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Outcomes.SingleOrDefaultAsync(row => row.Id == outcomeId, ct) is not { } outcome) return TypedResults.NotFound();
        if (!InCharge.Of(caller, outcome.UnitPath)) return InCharge.Refused.ToProblem();
        if (outcome.PersonId == caller.PersonId) return Adjustments.Adjust.Myself.ToProblem();
        if (!outcome.Confirm(request.Accept!.Value, caller.Subject)) return NoStep.ToProblem();
        if (outcome.State == Outcome.Done) await FactLedger.Add([FactOf(outcome, clock.GetUtcNow())], db, ct);
        await db.SaveAndPublishAsync(ct);
        return TypedResults.Ok(Describe(outcome));
    }

    internal static async Task<Results<Ok<ListOutcomesResponse>, NotFound>> List(Guid postId, Caller caller, AssessmentDb db, CancellationToken ct)
    {
        if (await db.PioneerPosts.AsNoTracking().SingleOrDefaultAsync(row => row.Id == postId, ct) is not { } post) return TypedResults.NotFound();
        if (post.PersonId != caller.PersonId && !InCharge.MayRead(caller, post.UnitPath)) return TypedResults.NotFound();
        var rows = await db.Outcomes.AsNoTracking().Where(row => row.PostId == postId).OrderBy(row => row.OccurredAt).Take(1000).ToListAsync(ct);
        return TypedResults.Ok(new ListOutcomesResponse([.. rows.Select(Describe)]));
    }

    private static Fact FactOf(Outcome outcome, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now), Series = "pioneer.outcomes", Key = $"outcome:{outcome.Id}", Version = 1, UnitPath = outcome.UnitPath, PersonId = outcome.PersonId,
        OnDay = WorkingCalendar.DayOf(outcome.OccurredAt), Value = outcome.Weight, ToldBy = $"outcome:{outcome.Id}", ToldAt = now,
    };

    private static OutcomeResponse Describe(Outcome row) => new(row.Id, row.PostId, row.Kind, row.Terrain, row.OccurredAt, row.Evidence, row.Weight, row.State, row.Version);
}
