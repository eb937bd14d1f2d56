using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Ronghe.ServiceDefaults.Databases;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Ronghe.Identity.Tokens;

/// <summary>Who the holder of an access token is (OpenID Connect Core, 5.3).</summary>
internal static class UserInfo
{
    internal static async Task<IResult> Handle(HttpContext http, UnitOfWorkFactory<IdentityDb> factory, SignedInSessions sessions, TimeProvider clock, CancellationToken ct)
    {
        var token = (await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal!;
        await using var work = await factory.BeginAsync(UnitScope.Everything, ct);
        if (!Guid.TryParse(token.GetClaim(Principals.Sid), out var sessionId)
            || await sessions.Find(work.Db, sessionId, clock.GetUtcNow(), ct) is not { } person)
        {
            return TokenErrors.Refuse(Errors.InvalidToken, "The session has ended.");
        }

        var claims = new Dictionary<string, string> { [Claims.Subject] = person.PersonId.ToString(), [Principals.Sid] = person.SessionId.ToString() };
        if (token.HasScope(Scopes.Profile))
        {
            claims[Claims.Name] = person.Name;
            claims[Claims.PreferredUsername] = person.UserName;
        }

        return Results.Json(claims);
    }
}
