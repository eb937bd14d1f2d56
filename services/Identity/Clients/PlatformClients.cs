using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using Ronghe.Identity.Tokens;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Ronghe.Identity.Clients;

/// <summary>
/// The clients that the platform itself needs, brought up to date at every start because addresses and secrets come from the
/// environment. Runs under the start-up lock.
/// </summary>
internal static class PlatformClients
{
    internal static async Task Register(IServiceProvider services, IdentityDb db, CancellationToken ct)
    {
        var configuration = services.GetRequiredService<IConfiguration>();
        var clients = services.GetRequiredService<IOpenIddictApplicationManager>();
        await Keep(clients, CommandLine(), ct);
        await Keep(clients, Platform(configuration["Platform:Secret"]!), ct);
        if (configuration["Portal:ClientSecret"] is { Length: > 0 } secret)
        {
            await Keep(clients, Portal(secret, new Uri(configuration["Identity:Issuer"]!)), ct);
        }

        if (configuration["Seed:KeyFolder"] is { Length: > 0 } folder)
        {
            await Keep(clients, Subsidiary("subsidiary-b01", "G/B01/", DemoKey.ReadOrMake(folder, "subsidiary-b01")), ct);
        }
    }

    private static OpenIddictApplicationDescriptor Portal(string secret, Uri gateway)
    {
        var portal = CodeClient("portal", ClientTypes.Confidential, ApplicationTypes.Web);
        portal.ClientSecret = secret;
        portal.RedirectUris.Add(new Uri(gateway, "/signin-oidc"));
        portal.PostLogoutRedirectUris.Add(new Uri(gateway, "/signout-callback-oidc"));
        portal.PostLogoutRedirectUris.Add(gateway);
        return portal;
    }

    // A native client may listen on any loopback port (RFC 8252, 7.3).
    private static OpenIddictApplicationDescriptor CommandLine()
    {
        var tool = CodeClient("ronghe-cli", ClientTypes.Public, ApplicationTypes.Native);
        tool.RedirectUris.Add(new Uri("http://127.0.0.1/callback"));
        tool.RedirectUris.Add(new Uri("http://localhost/callback"));
        // The page at the gateway's /docs in which the API can be tried.
        tool.RedirectUris.Add(new Uri("http://127.0.0.1/docs/"));
        tool.RedirectUris.Add(new Uri("http://localhost/docs/"));
        return tool;
    }

    private static OpenIddictApplicationDescriptor CodeClient(string id, string type, string kind)
    {
        var client = new OpenIddictApplicationDescriptor { ClientId = id, ClientType = type, ApplicationType = kind, ConsentType = ConsentTypes.Implicit };
        client.Permissions.UnionWith([Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.Endpoints.EndSession,
            Permissions.GrantTypes.AuthorizationCode, Permissions.GrantTypes.RefreshToken, Permissions.ResponseTypes.Code, Permissions.Scopes.Profile]);
        client.Permissions.UnionWith(ServerSetup.ServiceScopes.Select(scope => Permissions.Prefixes.Scope + scope));
        client.Requirements.Add(Requirements.Features.ProofKeyForCodeExchange);
        return client;
    }

    private static OpenIddictApplicationDescriptor Platform(string secret)
    {
        var platform = MachineClient("platform", [ServerSetup.SnapshotScope]);
        platform.ClientSecret = secret;
        return platform;
    }

    private static OpenIddictApplicationDescriptor Subsidiary(string id, string unitPath, JsonWebKey key)
    {
        var subsidiary = MachineClient(id, ServerSetup.ServiceScopes);
        subsidiary.JsonWebKeySet = new JsonWebKeySet { Keys = { key } };
        new ClientStanding(unitPath, [$"Subsidiary@{unitPath}"]).WriteTo(subsidiary.Properties);
        return subsidiary;
    }

    private static OpenIddictApplicationDescriptor MachineClient(string id, IEnumerable<string> scopes)
    {
        var client = new OpenIddictApplicationDescriptor { ClientId = id, ClientType = ClientTypes.Confidential };
        client.Permissions.UnionWith([Permissions.Endpoints.Token, Permissions.GrantTypes.ClientCredentials]);
        client.Permissions.UnionWith(scopes.Select(scope => Permissions.Prefixes.Scope + scope));
        return client;
    }

    private static async Task Keep(IOpenIddictApplicationManager clients, OpenIddictApplicationDescriptor descriptor, CancellationToken ct)
    {
        if (await clients.FindByClientIdAsync(descriptor.ClientId!, ct) is not { } known) await clients.CreateAsync(descriptor, ct);
        else await clients.UpdateAsync(known, descriptor, ct);
    }
}
