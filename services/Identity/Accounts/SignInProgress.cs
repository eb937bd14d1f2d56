using Microsoft.EntityFrameworkCore;
using Ronghe.Identity.Administrators;
using Ronghe.Identity.Audits;
using Ronghe.Identity.Sessions;
using Ronghe.Identity.Tokens;

namespace Ronghe.Identity.Accounts;

/// <summary>What comes after each step of a sign-in: second factor, then a password of one's own, then tokens.</summary>
internal sealed class SignInProgress(SecondFactorRoles secondFactor)
{
    internal async Task<string?> AfterPassword(IdentityDb db, Session session, Account account, string address, DateTimeOffset now, CancellationToken ct)
    {
        if (await db.SecondFactors.AnyAsync(factor => factor.PersonId == account.PersonId && factor.ConfirmedAt != null, ct)) return SessionSteps.SecondFactor;
        var unit = await db.People.Where(person => person.Id == account.PersonId).Select(person => person.UnitPath).SingleAsync(ct);
        if (secondFactor.AskedOf(await SignedInSessions.RolesOf(db, account.PersonId, unit, ct))) return SessionSteps.Enrolment;
        return await PasswordOrEnd(db, session.Id, account, unit, address, "password", now, ct);
    }

    internal static async Task<string?> AfterSecondFactor(IdentityDb db, Guid sessionId, Account account, string address, DateTimeOffset now, CancellationToken ct)
    {
        var unit = await db.People.Where(person => person.Id == account.PersonId).Select(person => person.UnitPath).SingleAsync(ct);
        var next = await PasswordOrEnd(db, sessionId, account, unit, address, "second factor", now, ct);
        await db.Sessions.Where(session => session.Id == sessionId).ExecuteUpdateAsync(
            session => session.SetProperty(s => s.SecondFactorAt, now).SetProperty(s => s.Awaits, next), ct);
        return next;
    }

    internal static async Task AfterNewPassword(IdentityDb db, Session session, Account account, string address, DateTimeOffset now, CancellationToken ct)
    {
        var unit = await db.People.Where(person => person.Id == account.PersonId).Select(person => person.UnitPath).SingleAsync(ct);
        await Complete(db, session.Id, account, unit, address, "new password", now, ct);
        await db.Sessions.Where(s => s.Id == session.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.Awaits, (string?)null), ct);
    }

    private static async Task<string?> PasswordOrEnd(
        IdentityDb db, Guid sessionId, Account account, string unit, string address, string with, DateTimeOffset now, CancellationToken ct)
    {
        if (account.PasswordOrigin == PasswordOrigins.Initial) return SessionSteps.NewPassword;
        await Complete(db, sessionId, account, unit, address, with, now, ct);
        return null;
    }

    private static async Task Complete(
        IdentityDb db, Guid sessionId, Account account, string unit, string address, string with, DateTimeOffset now, CancellationToken ct)
    {
        // The address before the account, as when they are counted: two sign-ins at once must not wait for each other.
        await AddressGuesses.Forgive(db, address, ct);
        await db.Accounts.Where(known => known.PersonId == account.PersonId).ExecuteUpdateAsync(
            known => known.SetProperty(a => a.Failures, 0).SetProperty(a => a.LockedUntil, (DateTimeOffset?)null).SetProperty(a => a.LastSignInAt, now), ct);
        db.Record(AuditEntry.Of(now, nameof(SignIn), AuditOutcomes.Done, account.PersonId.ToString(), account.PersonId.ToString(), unit, address,
            new { session = sessionId, with }));
    }
}
