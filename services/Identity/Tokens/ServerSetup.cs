using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using Ronghe.Identity.Administrators;
using Ronghe.Identity.Clients;
using Ronghe.Identity.Keys;
using Ronghe.Identity.Registrations;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Ronghe.Identity.Tokens;

internal static class ServerSetup
{
    internal static readonly string[] ServiceScopes = ["directory", "learning", "assessment", "welfare", "power-items", "situation", "webhooks"];

    /// <summary>Scope of the directory snapshot, for the platform's own services alone.</summary>
    internal const string SnapshotScope = "snapshot";

    internal static void AddTokenServer(this WebApplicationBuilder builder)
    {
        var issuer = new Uri(builder.Configuration["Identity:Issuer"] ?? throw new InvalidOperationException("Identity__Issuer is not set."));
        builder.Services.AddSingleton<KeySeal>();
        builder.Services.AddSingleton<KeyRing>();
        builder.Services.AddSingleton<SecondFactorRoles>();
        builder.Services.AddSingleton<SignedInSessions>();
        builder.Services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<IdentityDb>())
            .AddServer(server => Configure(server, issuer));
        builder.Services.AddOptions<OpenIddictServerOptions>().Configure<KeyRing>(UseKeys);
        // This service checks its own callers with the keys it holds; the others fetch them.
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .PostConfigure<KeyRing>((options, keys) => options.ConfigurationManager = new OwnKeys(keys));
    }

    private static void Configure(OpenIddictServerBuilder server, Uri issuer)
    {
        server.SetIssuer(issuer)
            .SetAuthorizationEndpointUris("connect/authorize")
            .SetTokenEndpointUris("connect/token")
            .SetUserInfoEndpointUris("connect/userinfo")
            .SetEndSessionEndpointUris("connect/logout")
            .SetJsonWebKeySetEndpointUris(".well-known/jwks")
            .AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange()
            .AllowRefreshTokenFlow()
            .AllowClientCredentialsFlow()
            .RegisterScopes([.. ServiceScopes, SnapshotScope, Scopes.OpenId, Scopes.Profile, Scopes.OfflineAccess])
            .SetAuthorizationCodeLifetime(TimeSpan.FromMinutes(1))
            .SetAccessTokenLifetime(TimeSpan.FromMinutes(5))
            .SetRefreshTokenLifetime(SignedInSessions.Lifetime)
            // A refresh token works once. Used again it betrays a copy: it is refused and its chain revoked (RFC 9700, 4.14.2).
            .SetRefreshTokenReuseLeeway(TimeSpan.Zero)
            .DisableAccessTokenEncryption();
        server.Configure(options =>
        {
            options.CodeChallengeMethods.Clear();
            options.CodeChallengeMethods.Add(CodeChallengeMethods.Sha256);
        });
        server.AddEventHandler(RefuseRetiredKey.Descriptor);
        server.AddEventHandler(RefuseReplayedAssertion.Descriptor);
        server.AddEventHandler(PublishAddresses.Descriptor);
        server.UseAspNetCore()
            .EnableAuthorizationEndpointPassthrough()
            .EnableTokenEndpointPassthrough()
            .EnableUserInfoEndpointPassthrough()
            .EnableEndSessionEndpointPassthrough()
            // TLS ends at the gateway; inside, and on a developer's loopback, HTTP is spoken.
            .DisableTransportSecurityRequirement();
    }

    private static void UseKeys(OpenIddictServerOptions options, KeyRing keys)
    {
        options.SigningCredentials.AddRange(keys.Signing.Select(key => new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256)));
        options.EncryptionCredentials.AddRange(keys.Encryption.Select(key =>
            new EncryptingCredentials(key, SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512)));
    }

    private sealed class OwnKeys(KeyRing keys) : IConfigurationManager<OpenIdConnectConfiguration>
    {
        public Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
        {
            var configuration = new OpenIdConnectConfiguration();
            foreach (var key in keys.Signing) configuration.SigningKeys.Add(key);
            return Task.FromResult(configuration);
        }

        public void RequestRefresh()
        {
        }
    }
}
