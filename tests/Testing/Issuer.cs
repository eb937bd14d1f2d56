using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Testing;

/// <summary>
/// Issues access tokens in the platform's format, for the tests of one service that need callers of every kind; its key set is
/// served over HTTP like Identity's. Journeys use Identity itself.
/// </summary>
public sealed class Issuer : IAsyncDisposable
{
    private static readonly string[] AllScopes = ["directory", "learning", "assessment", "welfare", "power-items", "situation"];
    private readonly ECDsaSecurityKey key = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "test" };
    private readonly WebApplication keys;

    private Issuer(WebApplication keys) => this.keys = keys;

    /// <summary>Ends sessions.</summary>
    public RevocationSource Revocations { get; } = new();

    /// <summary>Configuration that makes a service accept these tokens.</summary>
    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Identity:Issuer"] = "https://issuer.test",
        ["Identity:Keys"] = keys.Urls.First() + "/keys",
        ["Identity:Revocations"] = keys.Urls.First(),
    };

    /// <summary>Starts serving the key set.</summary>
    public static async Task<Issuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var issuer = new Issuer(builder.Build());
        var set = issuer.KeySet();
        issuer.keys.MapGet("/keys", () => Results.Text(set, "application/json"));
        issuer.Revocations.Map(issuer.keys);
        await issuer.keys.StartAsync();
        return issuer;
    }

    /// <summary>A token of a person with these roles, each <c>Role@G/B01/</c>; Staff over the home unit is added.</summary>
    public string Person(Guid personId, string unitPath, params string[] roles) =>
        Token(personId.ToString(), "person", unitPath, [$"Staff@{unitPath}", .. roles], AllScopes);

    /// <summary>A token of a subsidiary's own system.</summary>
    public string Client(string clientId, string unitPath, params string[] scopes) =>
        Token(clientId, "client", unitPath, [$"{RoleNames.Subsidiary}@{unitPath}"], scopes);

    /// <summary>A token with exactly these contents.</summary>
    public string Token(string subject, string kind, string unitPath, IReadOnlyList<string> roles, IReadOnlyList<string> scopes, TimeSpan? validFor = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = "https://issuer.test",
            Audience = CallerExtensions.Audience,
            TokenType = "at+jwt",
            IssuedAt = now.UtcDateTime,
            Expires = now.Add(validFor ?? TimeSpan.FromMinutes(5)).UtcDateTime,
            SigningCredentials = new(key, SecurityAlgorithms.EcdsaSha256),
            Claims = new Dictionary<string, object>
            {
                ["sub"] = subject,
                ["kind"] = kind,
                ["unit"] = unitPath,
                ["role"] = roles.ToArray(),
                ["scope"] = string.Join(' ', scopes),
                ["sid"] = kind == "person" ? Guid.CreateVersion7().ToString() : "",
            },
        });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await keys.DisposeAsync();
        key.ECDsa.Dispose();
    }

    private string KeySet()
    {
        var point = key.ECDsa.ExportParameters(includePrivateParameters: false).Q;
        return $$"""
            { "keys": [{ "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": "{{key.KeyId}}",
              "x": "{{Base64UrlEncoder.Encode(point.X)}}", "y": "{{Base64UrlEncoder.Encode(point.Y)}}" }] }
            """;
    }
}
