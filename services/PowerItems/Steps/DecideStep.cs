using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Ronghe.PowerItems.Assignees;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Ledger;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.PowerItems.Steps;

/// <param name="Decision">Approve or Reject.</param>
/// <param name="Opinion">Needed for steps that are recorded rather than conducted: it is their evidence.</param>
/// <param name="CaseVersion">The version of the case that the decider saw.</param>
public sealed record DecideStepRequest(
    [Required, AllowedValues("Approve", "Reject")] string? Decision,
    [StringLength(2000)] string? Opinion,
    [Required] long? CaseVersion);

public sealed record DecideStepResponse(Guid CaseId, CaseState State, long CaseVersion, ActReceipt Receipt);

internal static class DecideStep
{
    internal static async Task<Results<Ok<DecideStepResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid caseId, Guid stepId, DecideStepRequest request, Caller caller, PowerItemsDb db, ActLedger ledger, TimeProvider clock, CancellationToken ct)
    {
        if (await db.LoadCase(caseId, caller, ct) is not { } powerCase) return TypedResults.NotFound();
        if (powerCase.Steps.FirstOrDefault(step => step.Id == stepId) is not { } step) return TypedResults.NotFound();
        LinkToOpening(powerCase);
        if (step.Plan.IsRecorded && string.IsNullOrWhiteSpace(request.Opinion))
            return ProblemTypes.Invalid(("opinion", "记录类步骤必须填写办理依据。", "A recorded step needs its evidence as an opinion."));

        var act = new StepAct(caller.PersonId, stepId, Enum.Parse<StepDecision>(request.Decision!), request.Opinion, clock.GetUtcNow());
        var holders = await db.HoldersOf(powerCase.NextStep?.Plan.Posts ?? [], powerCase.UnitPath, ct);
        if (powerCase.Decide(act, request.CaseVersion!.Value, holders, out var events) is { } refusal) return refusal.ToProblem();

        var receipt = ledger.Record(db, powerCase, CaseAct.OfDecision(powerCase, act, Activity.Current?.TraceId.ToString()), act.Opinion);
        await db.SaveAndPublishAsync(events, ct);
        return TypedResults.Ok(new DecideStepResponse(powerCase.Id, powerCase.State, powerCase.Version, receipt));
    }

    // Requests of different people are traces of their own; the link lets a case be followed through all of them.
    private static void LinkToOpening(PowerCase powerCase)
    {
        if (ActivityContext.TryParse(powerCase.TraceParent, null, isRemote: true, out var opening) && Activity.Current is { } current
            && current.TraceId != opening.TraceId)
        {
            current.AddLink(new ActivityLink(opening, new ActivityTagsCollection { ["power_case.id"] = powerCase.Id.ToString() }));
        }
    }
}
