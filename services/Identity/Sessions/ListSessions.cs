using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Identity.Administrators;
using Ronghe.Identity.Tokens;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Identity.Sessions;

/// <param name="Current">True for the session that asks.</param>
public sealed record SessionResponse(Guid Id, DateTimeOffset StartedAt, DateTimeOffset LastUsedAt, string Address, string Device, bool SecondFactor, bool Current);

/// <summary>Where a person is signed in: for the person, and for the security administrator of their unit.</summary>
internal static class ListSessions
{
    internal static async Task<Ok<IReadOnlyList<SessionResponse>>> Mine(Caller caller, IdentityDb db, TimeProvider clock, CancellationToken ct) =>
        TypedResults.Ok(await Of(db, caller.PersonId, caller.SessionId, clock.GetUtcNow(), ct));

    internal static async Task<Results<Ok<IReadOnlyList<SessionResponse>>, NotFound>> OfPerson(
        Guid id, Caller caller, IdentityDb db, TimeProvider clock, CancellationToken ct) =>
        await SecurityScope.Find(db, caller, id, ct) is null
            ? TypedResults.NotFound()
            : TypedResults.Ok(await Of(db, id, caller.SessionId, clock.GetUtcNow(), ct));

    internal static async Task<IReadOnlyList<SessionResponse>> Of(IdentityDb db, Guid personId, string current, DateTimeOffset now, CancellationToken ct)
    {
        var oldest = now - SignedInSessions.Lifetime;
        var alive = await db.Sessions.AsNoTracking()
            .Where(session => session.PersonId == personId && session.EndedAt == null && session.Awaits == null && session.StartedAt > oldest)
            .OrderByDescending(session => session.StartedAt).ToListAsync(ct);
        return [.. alive.Select(session => new SessionResponse(session.Id, session.StartedAt, session.LastUsedAt, session.Address, session.Device,
            session.SecondFactorAt is not null, session.Id.ToString() == current))];
    }
}
