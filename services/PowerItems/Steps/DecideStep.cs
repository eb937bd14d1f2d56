using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Ronghe.PowerItems.Acts;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Ledger;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.PowerItems.Steps;

/// <param name="Decision">Approve or Reject.</param>
/// <param name="Opinion">Needed for steps that are recorded rather than conducted: it is their evidence.</param>
/// <param name="CaseVersion">The version of the case that the decider saw.</param>
/// <param name="Fields">Fields of the form that this step fills or changes; null for none.</param>
/// <param name="SplittingSeen">Ids of the cases that a suspicion of splitting summed, as a sign that the decider looked at them.</param>
public sealed record DecideStepRequest(
    [Required, AllowedValues("Approve", "Reject")] string? Decision,
    [StringLength(2000)] string? Opinion,
    [Required] long? CaseVersion,
    Dictionary<string, JsonElement>? Fields = null,
    [MaxLength(1000)] IReadOnlyList<Guid>? SplittingSeen = null);

public sealed record DecideStepResponse(Guid CaseId, CaseState State, long CaseVersion, ActReceipt Receipt);

internal static class DecideStep
{
    internal static async Task<Results<Ok<DecideStepResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid caseId, Guid stepId, DecideStepRequest request, Caller caller, PowerItemsDb db, ActDoor door, CancellationToken ct)
    {
        if (await db.LoadCase(caseId, caller, ct) is not { } powerCase) return TypedResults.NotFound();
        if (powerCase.Steps.FirstOrDefault(step => step.Id == stepId) is not { } step) return TypedResults.NotFound();
        LinkToOpening(powerCase);
        if (step.Plan.IsRecorded && string.IsNullOrWhiteSpace(request.Opinion))
            return ProblemTypes.Invalid(("opinion", "记录类步骤必须填写办理依据。", "A recorded step needs its evidence as an opinion."));

        var kind = Enum.Parse<ActKind>(request.Decision!);
        if (kind == ActKind.Approve && await ActDoor.FaultsOf(db, powerCase, request.Fields, ct) is { Length: > 0 } faults) return ProblemTypes.Invalid(faults);
        var act = door.Intend(kind, caller, request.CaseVersion) with
        {
            StepId = stepId,
            Opinion = request.Opinion,
            Fields = kind == ActKind.Approve ? request.Fields : null,
            Splitting = kind == ActKind.Approve ? await door.Splitting(db, powerCase, ct) : null,
            SplittingSeen = request.SplittingSeen ?? [],
        };
        var (refusal, receipt) = await door.Take(db, powerCase, act, ct);
        return refusal is not null
            ? refusal.ToProblem()
            : TypedResults.Ok(new DecideStepResponse(powerCase.Id, powerCase.State, powerCase.Version, receipt!));
    }

    // Requests of different people are traces of their own; the link lets a case be followed through all of them.
    internal static void LinkToOpening(PowerCase powerCase)
    {
        if (ActivityContext.TryParse(powerCase.TraceParent, null, isRemote: true, out var opening) && Activity.Current is { } current
            && current.TraceId != opening.TraceId)
        {
            current.AddLink(new ActivityLink(opening, new ActivityTagsCollection { ["power_case.id"] = powerCase.Id.ToString() }));
        }
    }
}
