using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Contracts.Identity;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Identity.People;

/// <param name="Version">The version that the caller saw.</param>
public sealed record LeavePersonRequest([Required] long? Version);

/// <summary>A person leaves: posts, grants, account, sessions and tokens end in the same transaction.</summary>
internal static class LeavePerson
{
    internal static async Task<Results<Ok<PersonVersionResponse>, NotFound, ForbidHttpResult, ProblemHttpResult>> Handle(
        Guid id, LeavePersonRequest request, Caller caller, IdentityDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.People.SingleOrDefaultAsync(person => person.Id == id, ct) is not { } person) return TypedResults.NotFound();
        if (!caller.Holds(RoleNames.SystemAdministrator, person.UnitPath)) return TypedResults.Forbid();
        var now = clock.GetUtcNow();
        if (person.Leave(request.Version!.Value, now) is { } refusal) return refusal.ToProblem();

        await db.SaveAndPublishAsync(ct, new PersonLeft(id, person.Version, now));
        await Departure.Close(db, [id], now, ct);
        return TypedResults.Ok(new PersonVersionResponse(id, person.Version));
    }
}
