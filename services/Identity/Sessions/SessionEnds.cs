using Microsoft.EntityFrameworkCore;
using Ronghe.Identity.Revocations;

namespace Ronghe.Identity.Sessions;

/// <summary>The one way to end sessions: the rows end, and every process is told, in the running transaction.</summary>
internal static class SessionEnds
{
    /// <summary>Ends one session of anybody.</summary>
    internal static Task<int> End(IdentityDb db, Guid sessionId, DateTimeOffset now, CancellationToken ct) =>
        End(db, db.Sessions.Where(session => session.Id == sessionId), now, ct);

    /// <summary>Ends every session of these people but one.</summary>
    internal static Task<int> EndAll(IdentityDb db, IReadOnlyCollection<Guid> people, DateTimeOffset now, CancellationToken ct, Guid except = default) =>
        End(db, db.Sessions.Where(session => people.Contains(session.PersonId) && session.Id != except), now, ct);

    private static async Task<int> End(IdentityDb db, IQueryable<Session> sessions, DateTimeOffset now, CancellationToken ct)
    {
        var alive = await sessions.Where(session => session.EndedAt == null).Select(session => session.Id).ToListAsync(ct);
        if (alive.Count == 0) return 0;
        // A session never comes back: tokens of it that are issued at this very moment are covered too.
        await Revocation.Write(db, [.. alive.Select(id => id.ToString())], now, issuedBefore: now.AddDays(1), ct);
        return await db.Sessions.Where(session => alive.Contains(session.Id) && session.EndedAt == null)
            .ExecuteUpdateAsync(session => session.SetProperty(s => s.EndedAt, now), ct);
    }
}
