using Microsoft.EntityFrameworkCore;
using Ronghe.Identity.Credentials;
using Ronghe.Identity.Audits;
using Ronghe.Identity.Sessions;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Identity.Accounts;

/// <summary>
/// One try at a password or a second factor. From the fifth failure on the account rests: 30 s, then twice as long each time, at
/// most 15 min; the address has a count of its own.
/// </summary>
internal sealed class SignInAttempt(UnitOfWorkFactory<IdentityDb> factory, Passwords passwords, SignInProgress progress, TimeProvider clock)
{
    /// <summary>Null when name or password is not right, or one of them rests; otherwise a session, and what it still awaits.</summary>
    internal async Task<Session?> WithPassword(string userName, string password, string address, string device, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var name = userName.Trim().ToLowerInvariant();
        var account = await Count(name, address, now, ct);
        if (!passwords.Match(account?.PasswordHash, password))
        {
            await Failed(name, account, address, "password", now, ct);
            return null;
        }

        return await Begin(account!, address, device, now, ct);
    }

    /// <summary>Counts a try at a second factor and runs it; false when it was not right or the account or address rests.</summary>
    internal async Task<bool> WithSecondFactor(Session session, string address, string what, Func<IdentityDb, DateTimeOffset, Task<bool>> check, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        string userName;
        await using (var look = await factory.BeginAsync(UnitScope.Everything, ct))
        {
            userName = await look.Db.Accounts.Where(account => account.PersonId == session.PersonId).Select(account => account.UserName).SingleAsync(ct);
        }

        if (await Count(userName, address, now, ct) is not { } account)
        {
            await Failed(userName, null, address, what, now, ct);
            return false;
        }

        await using var work = await factory.BeginAsync(UnitScope.Everything, ct);
        if (!await check(work.Db, now))
        {
            await work.DisposeAsync();
            await Failed(userName, account, address, what, now, ct);
            return false;
        }

        var step = await SignInProgress.AfterSecondFactor(work.Db, session.Id, account, address, now, ct);
        if (step is not null) await Forgive(work.Db, account, address, ct);
        await work.Db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return true;
    }

    // Counted and committed before the password is looked at: guesses sent in parallel cannot slip past the count.
    private async Task<Account?> Count(string userName, string address, DateTimeOffset now, CancellationToken ct)
    {
        await using var work = await factory.BeginAsync(UnitScope.Everything, ct);
        if (!await AddressGuesses.Count(work.Db, address, now, ct)) return null;
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

    private async Task<Session> Begin(Account account, string address, string device, DateTimeOffset now, CancellationToken ct)
    {
        await using var work = await factory.BeginAsync(UnitScope.Everything, ct);
        var session = new Session
        {
            Id = Guid.CreateVersion7(now), PersonId = account.PersonId, StartedAt = now, LastUsedAt = now,
            Address = address, Device = device.Length > 200 ? device[..200] : device,
        };
        work.Db.Sessions.Add(session);
        session.Awaits = await progress.AfterPassword(work.Db, session, account, address, now, ct);
        if (session.Awaits is not null) await Forgive(work.Db, account, address, ct);
        await work.Db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return session;
    }

    // This step was right, the sign-in is not complete: earlier failures stay counted, or a known password would wipe them out.
    private static async Task Forgive(IdentityDb db, Account account, string address, CancellationToken ct)
    {
        await AddressGuesses.Forgive(db, address, ct);
        await db.Accounts.Where(known => known.PersonId == account.PersonId).ExecuteUpdateAsync(
            known => known.SetProperty(a => a.Failures, a => a.Failures > 0 ? a.Failures - 1 : 0).SetProperty(a => a.LockedUntil, (DateTimeOffset?)null), ct);
    }

    // People type passwords into the wrong field: a name that nobody has is not written down.
    private async Task Failed(string userName, Account? account, string address, string what, DateTimeOffset now, CancellationToken ct)
    {
        await using var work = await factory.BeginAsync(UnitScope.Everything, ct);
        var known = await (
            from holder in work.Db.Accounts
            where holder.UserName == userName
            join person in work.Db.People on holder.PersonId equals person.Id
            select new { person.Id, person.UnitPath, holder.LockedUntil }).SingleOrDefaultAsync(ct);
        var rests = account is null && known is not null;
        work.Db.Record(AuditEntry.Of(now, nameof(SignIn), AuditOutcomes.Refused, "", known?.Id.ToString() ?? "", known?.UnitPath ?? "G/", address,
            new { wrong = what, account = known is null ? "unknown" : rests ? "resting" : "tried", lockedUntil = known?.LockedUntil }));
        await work.Db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
    }
}
