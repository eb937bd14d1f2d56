using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Forms;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.PowerItems.Acts;

/// <param name="CaseVersion">The version that the initiator saw.</param>
/// <param name="Form">Answers to all fields of the item, by name.</param>
public sealed record ResubmitCaseRequest(
    [Required] long? CaseVersion,
    [Required] Dictionary<string, JsonElement>? Form,
    [MaxLength(50)] IReadOnlyList<OpenCaseMaterial>? Materials,
    [StringLength(2000)] string? Opinion = null);

internal static class ResubmitCase
{
    /// <summary>Hands a case in again that came back to its initiator, on the item's version with which it was opened, from the first step on.</summary>
    internal static async Task<Results<Ok<TakeActResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid caseId, ResubmitCaseRequest request, Caller caller, PowerItemsDb db, ActDoor door, CancellationToken ct)
    {
        if (await db.LoadCase(caseId, caller, ct) is not { } powerCase) return TypedResults.NotFound();
        var item = await ActDoor.Definition(db, powerCase, ct);
        var errors = FormRules.Check(item.Form, request.Form!, await FormDirectories.Load(item.Form, request.Form!, db, ct));
        if (errors.Count > 0) return ProblemTypes.Invalid([.. errors.Select(error => ($"form.{error.Field}", error.Zh, error.En))]);
        if (OpeningRules.CheckContent(item, request.Materials, request.Form!, out var tier) is { } incomplete) return incomplete.ToProblem();

        var act = door.Intend(ActKind.Resubmit, caller, request.CaseVersion) with
        {
            Opinion = request.Opinion,
            Submission = new Submission(
                request.Form!, [.. (request.Materials ?? []).Select(material => new CaseMaterial(material.Key!, material.Name!))], tier,
                [.. powerCase.Steps.Select(step => step.Id)],
                [.. item.Steps.Where(step => !StepSelection.Applies(step, tier, item, request.Form!)).Select(step => step.Key)]),
        };
        var (refusal, receipt) = await door.Take(db, powerCase, act, ct);
        if (refusal is not null) return refusal.ToProblem();

        await door.RenewSums(db, powerCase, item, ct);
        return TypedResults.Ok(new TakeActResponse(powerCase.Id, powerCase.State, powerCase.Version, receipt));
    }
}
