using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Identity.Accounts;

/// <summary>One try at a password. From the fifth failure on the account rests: 30 s, then twice as long each time, at most 15 min.</summary>
internal static class SignInAttempt
{
    internal static async Task<Guid?> Make(
        UnitOfWorkFactory<IdentityDb> factory, Passwords passwords, string userName, string password, DateTimeOffset now, CancellationToken ct)
    {
        var account = await Count(factory, userName.Trim().ToLowerInvariant(), now, ct);
        if (!passwords.Match(account?.PasswordHash, password)) return null;
        return await Begin(factory, account!.PersonId, now, ct);
    }

    // Counted and committed before the password is looked at: guesses sent in parallel cannot slip past the count.
    private static async Task<Account?> Count(UnitOfWorkFactory<IdentityDb> factory, string userName, DateTimeOffset now, CancellationToken ct)
    {
        await using var work = await factory.BeginAsync(UnitScope.Everything, ct);
        var counted = await work.Db.Accounts.FromSql($"""
            UPDATE accounts a SET failures = a.failures + 1,
              locked_until = CASE WHEN a.failures >= 4 THEN {now} + least(900, 30 * 2 ^ least(a.failures - 4, 10)) * interval '1 second' END
            FROM people p
            WHERE a.user_name = {userName} AND p.id = a.person_id AND p.left_at IS NULL
              AND (a.locked_until IS NULL OR a.locked_until <= {now})
            RETURNING a.*
            """).AsNoTracking().ToListAsync(ct);
        await work.CommitAsync(ct);
        return counted.SingleOrDefault();
    }

    private static async Task<Guid> Begin(UnitOfWorkFactory<IdentityDb> factory, Guid personId, DateTimeOffset now, CancellationToken ct)
    {
        await using var work = await factory.BeginAsync(UnitScope.Everything, ct);
        await work.Db.Accounts.Where(account => account.PersonId == personId).ExecuteUpdateAsync(
            account => account.SetProperty(a => a.Failures, 0).SetProperty(a => a.LockedUntil, (DateTimeOffset?)null), ct);
        var session = new Session { Id = Guid.CreateVersion7(now), PersonId = personId, StartedAt = now };
        work.Db.Sessions.Add(session);
        await work.Db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return session.Id;
    }
}
