using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Identity.Administrators;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Identity.Sessions;

public sealed record EndedSessionsResponse(int Ended);

/// <summary>Ends sessions: one's own one by one, or all of a person by the security administrator. No body is needed.</summary>
internal static class EndSessions
{
    internal static async Task<Results<Ok<EndedSessionsResponse>, NotFound>> Mine(Guid session, Caller caller, IdentityDb db, TimeProvider clock, CancellationToken ct)
    {
        if (!await db.Sessions.AnyAsync(known => known.Id == session && known.PersonId == caller.PersonId, ct)) return TypedResults.NotFound();
        return TypedResults.Ok(new EndedSessionsResponse(await SessionEnds.End(db, session, clock.GetUtcNow(), ct)));
    }

    internal static async Task<Results<Ok<EndedSessionsResponse>, NotFound>> OfPerson(Guid id, Caller caller, IdentityDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await SecurityScope.Find(db, caller, id, ct) is null) return TypedResults.NotFound();
        return TypedResults.Ok(new EndedSessionsResponse(await SessionEnds.EndAll(db, [id], clock.GetUtcNow(), ct)));
    }
}
