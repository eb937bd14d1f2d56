using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Ronghe.Identity.Clients;
using Ronghe.ServiceDefaults.Databases;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Ronghe.Identity.Tokens;

/// <summary>The token endpoint. OpenIddict has checked client, code, verifier and token; here the claims are made, fresh each time.</summary>
internal static class Exchange
{
    internal static async Task<IResult> Handle(
        HttpContext http, IOpenIddictApplicationManager clients, UnitOfWorkFactory<IdentityDb> factory, SignedInSessions sessions, TimeProvider clock, CancellationToken ct)
    {
        var request = http.GetOpenIddictServerRequest()!;
        var principal = request.IsClientCredentialsGrantType()
            ? await OfClient(request, clients, ct)
            : await OfPerson(http, factory, sessions, clock.GetUtcNow(), ct);
        return principal is null
            ? TokenErrors.Refuse(Errors.InvalidGrant, "The session has ended.")
            : Results.SignIn(principal, authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private static async Task<ClaimsPrincipal?> OfPerson(HttpContext http, UnitOfWorkFactory<IdentityDb> factory, SignedInSessions sessions, DateTimeOffset now, CancellationToken ct)
    {
        var issued = (await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal!;
        if (!Guid.TryParse(issued.GetClaim(Principals.Sid), out var sessionId)) return null;

        await using var work = await factory.BeginAsync(UnitScope.Everything, ct);
        if (await sessions.Find(work.Db, sessionId, now, ct) is not { } person) return null;
        await work.CommitAsync(ct);
        return Principals.OfPerson(person, issued.GetScopes(), issued);
    }

    private static async Task<ClaimsPrincipal> OfClient(OpenIddictRequest request, IOpenIddictApplicationManager clients, CancellationToken ct)
    {
        var client = (await clients.FindByClientIdAsync(request.ClientId!, ct))!;
        var standing = ClientStanding.Of(await clients.GetPropertiesAsync(client, ct));
        var scopes = request.GetScopes();
        if (scopes.IsEmpty)
        {
            scopes = [.. (await clients.GetPermissionsAsync(client, ct))
                .Where(permission => permission.StartsWith(Permissions.Prefixes.Scope, StringComparison.Ordinal))
                .Select(permission => permission[Permissions.Prefixes.Scope.Length..])];
        }

        return Principals.OfClient(request.ClientId!, standing.UnitPath, [.. standing.Roles], scopes);
    }
}
