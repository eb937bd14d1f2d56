using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Extensions;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Ronghe.Identity.Accounts;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Identity.Tokens;

/// <summary>
/// Sign-out asked for by a client (OpenID Connect RP-Initiated Logout). Its id token proves that the request is not forged by a
/// foreign page; without one the person is asked.
/// </summary>
internal static class EndSession
{
    internal static async Task<IResult> Handle(HttpContext http, UnitOfWorkFactory<IdentityDb> factory, TimeProvider clock, CancellationToken ct)
    {
        var hint = (await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal;
        var signedIn = await SignInCookie.Read(http);
        if (!Guid.TryParse(hint?.GetClaim(Principals.Sid), out var hinted))
        {
            if (signedIn is not null) return Results.LocalRedirect("/account/sign-out");
        }
        else
        {
            await SignOut.End(factory, hinted, ClientAddress.Of(http), clock.GetUtcNow(), ct);
            if (signedIn == hinted) await http.SignOutAsync(SignInCookie.Scheme);
        }

        return Results.SignOut(new AuthenticationProperties { RedirectUri = "/account/sign-out" }, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
    }
}
