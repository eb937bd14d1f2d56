using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Database;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.PowerItems.Ledger.Witnesses;

/// <param name="KeyId">Repeated, so that nobody retires the wrong one.</param>
public sealed record RetireWitnessRequest([Required] string? KeyId);

internal static class RetireWitness
{
    /// <summary>From now on the key signs nothing; what it signed stays valid.</summary>
    internal static async Task<Results<NoContent, NotFound, ProblemHttpResult>> Handle(
        Guid id, RetireWitnessRequest request, Caller caller, PowerItemsDb db, TimeProvider clock, CancellationToken ct)
    {
        if (!caller.IsGroupSecurityAdministrator()) return WitnessRefusals.NotSecurityAdministrator.ToProblem();
        if (await db.Witnesses.FirstOrDefaultAsync(witness => witness.Id == id && witness.KeyId == request.KeyId, ct) is not { } found) return TypedResults.NotFound();
        found.Retire(clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}
