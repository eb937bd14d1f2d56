using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Ronghe.Identity.Administrators;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Identity.Tokens;

/// <summary>What tokens say about a person whose session is alive.</summary>
internal sealed record SignedIn(Guid PersonId, Guid SessionId, string Name, string UserName, string UnitPath, ImmutableArray<string> Roles);

internal sealed class SignedInSessions(SecondFactorRoles secondFactor)
{
    /// <summary>A sign-in lasts a working day; nobody is kept signed in beyond it.</summary>
    internal static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>
    /// The person behind a session; null when it ended, ran out, still awaits a step, or lacks the second factor that a role asks
    /// for, and when the person left. Sees every unit: nobody has signed in yet.
    /// </summary>
    internal async Task<SignedIn?> Find(IdentityDb db, Guid sessionId, DateTimeOffset now, CancellationToken ct)
    {
        var oldest = now - Lifetime;
        var found = await (
            from session in db.Sessions
            where session.Id == sessionId && session.EndedAt == null && session.Awaits == null && session.StartedAt > oldest
            join person in db.People on session.PersonId equals person.Id
            where person.LeftAt == null
            join account in db.Accounts on person.Id equals account.PersonId
            select new { person.Id, person.Name, account.UserName, person.UnitPath, session.SecondFactorAt }).SingleOrDefaultAsync(ct);
        if (found is null) return null;

        var roles = await RolesOf(db, found.Id, found.UnitPath, ct);
        if (found.SecondFactorAt is null && secondFactor.AskedOf(roles)) return null;
        await db.Sessions.Where(session => session.Id == sessionId).ExecuteUpdateAsync(session => session.SetProperty(s => s.LastUsedAt, now), ct);
        return new(found.Id, sessionId, found.Name, found.UserName, found.UnitPath, roles);
    }

    internal static async Task<ImmutableArray<string>> RolesOf(IdentityDb db, Guid personId, string unitPath, CancellationToken ct)
    {
        var fromPosts = await (
            from held in db.Appointments
            where held.PersonId == personId
            join post in db.Posts on held.PostCode equals post.Code
            join unit in db.Units on held.UnitId equals unit.Id
            select new { post.Roles, unit.Path }).ToListAsync(ct);
        var granted = await (
            from grant in db.Grants
            where grant.PersonId == personId
            join unit in db.Units on grant.UnitId equals unit.Id
            select new { grant.Role, unit.Path }).ToListAsync(ct);
        return [.. fromPosts.SelectMany(held => held.Roles.Select(role => $"{role}@{held.Path}"))
            .Concat(granted.Select(grant => $"{grant.Role}@{grant.Path}"))
            .Append($"{RoleNames.Staff}@{unitPath}").Distinct().Order(StringComparer.Ordinal)];
    }

    internal static string ToJson(IEnumerable<string> roles) => JsonSerializer.Serialize(roles);
}
