using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using Ronghe.ServiceDefaults.Callers;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Ronghe.Identity.Tokens;

/// <summary>The claims of every token.</summary>
internal static class Principals
{
    internal const string Sid = "sid";

    private const string Kind = "kind";
    private const string Unit = "unit";

    /// <param name="issued">Principal of the code or refresh token that is exchanged: its private claims tie the chain together; null at the beginning.</param>
    internal static ClaimsPrincipal OfPerson(SignedIn person, ImmutableArray<string> scopes, ClaimsPrincipal? issued = null)
    {
        var identity = Start(issued);
        identity.SetClaim(Claims.Subject, person.PersonId.ToString())
            .SetClaim(Sid, person.SessionId.ToString())
            .SetClaim(Kind, "person")
            .SetClaim(Unit, person.UnitPath)
            .SetClaim(Claims.Name, person.Name)
            .SetClaim(Claims.PreferredUsername, person.UserName);
        return Finish(identity, person.Roles, scopes);
    }

    internal static ClaimsPrincipal OfClient(string clientId, string unitPath, ImmutableArray<string> roles, ImmutableArray<string> scopes)
    {
        var identity = Start(null);
        identity.SetClaim(Claims.Subject, clientId)
            .SetClaim(Sid, clientId)
            .SetClaim(Kind, "client")
            .SetClaim(Unit, unitPath);
        return Finish(identity, roles, scopes);
    }

    private static ClaimsIdentity Start(ClaimsPrincipal? issued) =>
        new(issued?.Claims, TokenValidationParameters.DefaultAuthenticationType, Claims.Name, Claims.Role);

    private static ClaimsPrincipal Finish(ClaimsIdentity identity, IEnumerable<string> roles, ImmutableArray<string> scopes)
    {
        identity.RemoveClaims(Claims.Role);
        // An array even when there is one role, so that no reader has to know two shapes.
        identity.AddClaim(new Claim(Claims.Role, SignedInSessions.ToJson(roles), JsonClaimValueTypes.JsonArray));
        identity.SetScopes(scopes);
        identity.SetResources(CallerExtensions.Audience);
        identity.SetDestinations(claim => claim.Type switch
        {
            Claims.Name or Claims.PreferredUsername => identity.HasScope(Scopes.Profile) ? [Destinations.IdentityToken] : [],
            Claims.Subject or Sid => [Destinations.AccessToken, Destinations.IdentityToken],
            _ => [Destinations.AccessToken],
        });
        return new ClaimsPrincipal(identity);
    }
}
