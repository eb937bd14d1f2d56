using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Ledger.Witnesses;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.PowerItems.Ledger.Evidence;

/// <param name="ActId">The act whose words go; null for the words of all acts and the salt of the case.</param>
/// <param name="Reason">Kept with who erased and when.</param>
public sealed record EraseInputsRequest(Guid? ActId, [Required, StringLength(500, MinimumLength = 4)] string? Reason);

public sealed record EraseInputsResponse(int Erased);

internal static class EraseInputs
{
    private static readonly Refusal StillRunning = new(
        "case-still-running", "案件尚未办结，意见还不能删除。", "The case is still running: what was said in it is needed.");

    /// <summary>
    /// Deletes what people wrote, with the salts of their commitments. The leaves stay and prove who acted when; nobody can show any
    /// more, or try out, what was said.
    /// </summary>
    internal static async Task<Results<Ok<EraseInputsResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid id, EraseInputsRequest request, Caller caller, PowerItemsDb db, TimeProvider clock, CancellationToken ct)
    {
        if (!caller.IsGroupSecurityAdministrator()) return WitnessRefusals.NotSecurityAdministrator.ToProblem();
        if (await db.LoadCase(id, caller, ct) is not { } powerCase) return TypedResults.NotFound();
        if (powerCase.IsOpen) return StillRunning.ToProblem();

        var erased = await db.Inputs
            .Where(input => (request.ActId == null || input.ActId == request.ActId) && db.Acts.Any(act => act.Id == input.ActId && act.CaseId == id))
            .ExecuteDeleteAsync(ct);
        if (request.ActId is null) powerCase.Salt = null;
        db.Add(new InputErasure
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            CaseId = id,
            ActId = request.ActId,
            UnitPath = powerCase.UnitPath,
            ErasedBy = caller.Subject,
            Reason = request.Reason!,
            At = clock.GetUtcNow(),
        });
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(new EraseInputsResponse(erased));
    }
}
