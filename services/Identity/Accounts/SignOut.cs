using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Ronghe.Identity.Audits;
using Ronghe.Identity.Pages;
using Ronghe.Identity.Sessions;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Identity.Accounts;

internal static class SignOut
{
    internal static async Task<IResult> Show(HttpContext http, IAntiforgery antiforgery) =>
        SignInPage.SignOut(http, antiforgery.GetAndStoreTokens(http), signedIn: await SignInCookie.Read(http) is not null);

    internal static async Task<IResult> Handle(HttpContext http, IAntiforgery antiforgery, UnitOfWorkFactory<IdentityDb> factory, TimeProvider clock, CancellationToken ct)
    {
        if (!await antiforgery.IsRequestValidAsync(http)) return await Show(http, antiforgery);
        if (await SignInCookie.Read(http) is { } session) await End(factory, session, ClientAddress.Of(http), clock.GetUtcNow(), ct);
        await http.SignOutAsync(SignInCookie.Scheme);
        return SignInPage.SignOut(http, antiforgery.GetAndStoreTokens(http), signedIn: false);
    }

    /// <summary>Ends one session: its tokens and its cookie are refused from now on, everywhere.</summary>
    internal static async Task End(UnitOfWorkFactory<IdentityDb> factory, Guid sessionId, string address, DateTimeOffset now, CancellationToken ct)
    {
        await using var work = await factory.BeginAsync(UnitScope.Everything, ct);
        var person = await (
            from session in work.Db.Sessions
            where session.Id == sessionId
            join holder in work.Db.People on session.PersonId equals holder.Id
            select new { holder.Id, holder.UnitPath }).SingleOrDefaultAsync(ct);
        if (person is null || await SessionEnds.End(work.Db, sessionId, now, ct) == 0) return;
        work.Db.Record(AuditEntry.Of(now, nameof(SignOut), AuditOutcomes.Done, person.Id.ToString(), person.Id.ToString(), person.UnitPath, address, new { session = sessionId }));
        await work.Db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
    }
}
