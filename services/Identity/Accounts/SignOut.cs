using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Ronghe.Identity.Accounts;

internal static class SignOut
{
    internal static async Task<IResult> Show(HttpContext http, IAntiforgery antiforgery) =>
        AccountPage.SignOut(http, antiforgery.GetAndStoreTokens(http), signedIn: await SignInCookie.Read(http) is not null);

    internal static async Task<IResult> Handle(HttpContext http, IAntiforgery antiforgery, [FromServices] IdentityDb db, TimeProvider clock, CancellationToken ct)
    {
        if (!await antiforgery.IsRequestValidAsync(http)) return await Show(http, antiforgery);
        if (await SignInCookie.Read(http) is { } session) await End(db, session, clock.GetUtcNow(), ct);
        await http.SignOutAsync(SignInCookie.Scheme);
        return AccountPage.SignOut(http, antiforgery.GetAndStoreTokens(http), signedIn: false);
    }

    /// <summary>Ends one session: its refresh tokens and its cookie are refused from now on.</summary>
    internal static Task<int> End(IdentityDb db, Guid sessionId, DateTimeOffset now, CancellationToken ct) =>
        db.Sessions.Where(session => session.Id == sessionId && session.EndedAt == null)
            .ExecuteUpdateAsync(session => session.SetProperty(s => s.EndedAt, now), ct);
}
