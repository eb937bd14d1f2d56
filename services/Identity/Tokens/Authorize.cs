using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Http.Extensions;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Ronghe.Identity.Accounts;
using Ronghe.ServiceDefaults.Databases;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Ronghe.Identity.Tokens;

/// <summary>The authorization endpoint: whoever is signed in gets a code, whoever is not is asked to sign in first.</summary>
internal static class Authorize
{
    internal static async Task<IResult> Handle(HttpContext http, UnitOfWorkFactory<IdentityDb> factory, SignedInSessions sessions, TimeProvider clock, CancellationToken ct)
    {
        var request = http.GetOpenIddictServerRequest()!;
        await using var work = await factory.BeginAsync(UnitScope.Everything, ct);
        var person = await SignInCookie.Read(http) is { } sessionId
            ? await sessions.Find(work.Db, sessionId, clock.GetUtcNow(), ct)
            : null;

        if (person is not null && !request.HasPromptValue(PromptValues.Login))
        {
            return Results.SignIn(Principals.OfPerson(person, request.GetScopes()), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        }

        return request.HasPromptValue(PromptValues.None)
            ? TokenErrors.Refuse(Errors.LoginRequired, "Nobody is signed in.")
            : Results.LocalRedirect($"/account/sign-in?returnUrl={Uri.EscapeDataString(Again(http))}");
    }

    // The same request once more, now without asking for another sign-in.
    private static string Again(HttpContext http)
    {
        var parameters = http.Request.HasFormContentType ? http.Request.Form.AsEnumerable() : http.Request.Query;
        var kept = parameters.Where(parameter => parameter.Key != Parameters.Prompt);
        return http.Request.Path + QueryString.Create(kept);
    }
}
