using Microsoft.AspNetCore.Antiforgery;
using Microsoft.EntityFrameworkCore;
using Ronghe.Identity.Accounts;
using Ronghe.Identity.Audits;
using Ronghe.Identity.Pages;
using Ronghe.Identity.Sessions;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Identity.Credentials;

/// <summary>
/// A password of one's own: demanded at the first sign-in with one that somebody else chose, and open to everybody who is signed
/// in. Every other session of the person ends.
/// </summary>
internal static class ChangePassword
{
    internal static async Task<IResult> Show(HttpContext http, IAntiforgery antiforgery, WaitingSession waiting, string? returnUrl, CancellationToken ct) =>
        await MayChange(http, waiting, ct) is { } session
            ? PasswordPage.Form(http, antiforgery.GetAndStoreTokens(http), returnUrl, demanded: session.Awaits is not null, null)
            : WaitingSession.StartAgain(returnUrl ?? "/account/new-password");

    internal static async Task<IResult> Handle(
        HttpContext http, IAntiforgery antiforgery, WaitingSession waiting, UnitOfWorkFactory<IdentityDb> factory, Passwords passwords,
        PasswordRules rules, TimeProvider clock, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var (returnUrl, current, chosen, again) =
            (form["returnUrl"].ToString(), form["currentPassword"].ToString(), form["newPassword"].ToString(), form["repeatedPassword"].ToString());
        if (await MayChange(http, waiting, ct) is not { } session) return WaitingSession.StartAgain(returnUrl);
        if (!await antiforgery.IsRequestValidAsync(http)) return Again(AccountProblem.PageExpired);
        if (chosen != again) return Again(AccountProblem.NotTheSame);

        var now = clock.GetUtcNow();
        await using var work = await factory.BeginAsync(UnitScope.Everything, ct);
        var account = await work.Db.Accounts.SingleAsync(account => account.PersonId == session.PersonId, ct);
        var person = await work.Db.People.AsNoTracking().SingleAsync(person => person.Id == session.PersonId, ct);
        if (account.LockedUntil > now || current.Length > 200 || !passwords.Match(account.PasswordHash, current))
        {
            await CountWrong(factory, session, http, now, ct);
            return Again(AccountProblem.CurrentNotRight);
        }

        if (rules.Refuse(chosen, person.Number, person.Name, account.UserName, person.BirthMonth, person.BirthDay) is { } weak) return Again(weak);
        if (chosen == current) return Again(AccountProblem.SameAsBefore);

        (account.PasswordHash, account.PasswordOrigin) = (passwords.Hash(chosen), PasswordOrigins.Own);
        await SessionEnds.EndAll(work.Db, [session.PersonId], now, ct, except: session.Id);
        if (session.Awaits is not null) await SignInProgress.AfterNewPassword(work.Db, session, account, ClientAddress.Of(http), now, ct);
        work.Db.Record(AuditEntry.Of(now, nameof(ChangePassword), AuditOutcomes.Done, person.Id.ToString(), person.Id.ToString(), person.UnitPath, ClientAddress.Of(http)));
        await work.Db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return await waiting.GoOn(http, session.Id, returnUrl.Length > 0 ? returnUrl : "/account/sessions", ct);

        IResult Again(AccountProblem problem) => PasswordPage.Form(http, antiforgery.GetAndStoreTokens(http), returnUrl, session.Awaits is not null, problem);
    }

    private static async Task<Session?> MayChange(HttpContext http, WaitingSession waiting, CancellationToken ct) =>
        await waiting.Alive(http, ct) is { Awaits: null or SessionSteps.NewPassword } session ? session : null;

    // A stolen session must not become a way to guess the password.
    private static async Task CountWrong(UnitOfWorkFactory<IdentityDb> factory, Session session, HttpContext http, DateTimeOffset now, CancellationToken ct)
    {
        await using var work = await factory.BeginAsync(UnitScope.Everything, ct);
        await work.Db.Database.ExecuteSqlAsync($"""
            UPDATE accounts SET failures = failures + 1,
              locked_until = CASE WHEN failures >= 4 THEN {now} + least(900, 30 * 2 ^ least(failures - 4, 10)) * interval '1 second' ELSE locked_until END
            WHERE person_id = {session.PersonId}
            """, ct);
        var unit = await work.Db.People.Where(person => person.Id == session.PersonId).Select(person => person.UnitPath).SingleAsync(ct);
        work.Db.Record(AuditEntry.Of(now, nameof(ChangePassword), AuditOutcomes.Refused, session.PersonId.ToString(), session.PersonId.ToString(), unit,
            ClientAddress.Of(http), new { wrong = "current password" }));
        await work.Db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
    }
}
