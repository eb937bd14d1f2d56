using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using Ronghe.Contracts.Identity;
using Ronghe.Identity.Sessions;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Identity.People;

/// <param name="Version">The version that the caller saw.</param>
public sealed record LeavePersonRequest([Required] long? Version);

/// <summary>A person leaves: posts, grants, account, sessions and tokens end in the same transaction.</summary>
internal static class LeavePerson
{
    internal static async Task<Results<Ok<PersonVersionResponse>, NotFound, ForbidHttpResult, ProblemHttpResult>> Handle(
        Guid id, LeavePersonRequest request, Caller caller, IdentityDb db,
        IOpenIddictTokenManager tokens, IOpenIddictAuthorizationManager authorizations, TimeProvider clock, CancellationToken ct)
    {
        if (await db.People.SingleOrDefaultAsync(person => person.Id == id, ct) is not { } person) return TypedResults.NotFound();
        if (!caller.Holds(RoleNames.SystemAdministrator, person.UnitPath)) return TypedResults.Forbid();
        var now = clock.GetUtcNow();
        if (person.Leave(request.Version!.Value, now) is { } refusal) return refusal.ToProblem();

        await db.SaveAndPublishAsync(ct, new PersonLeft(id, person.Version, now));
        await db.Appointments.Where(held => held.PersonId == id).ExecuteDeleteAsync(ct);
        await db.Grants.Where(grant => grant.PersonId == id).ExecuteDeleteAsync(ct);
        await db.Accounts.Where(account => account.PersonId == id).ExecuteDeleteAsync(ct);
        await SessionEnds.EndAll(db, [id], now, ct);
        await tokens.RevokeBySubjectAsync(id.ToString(), ct);
        await authorizations.RevokeBySubjectAsync(id.ToString(), ct);
        return TypedResults.Ok(new PersonVersionResponse(id, person.Version));
    }
}
