using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Ronghe.Testing;

namespace Ronghe.Gateway.Tests.Running;

/// <summary>Signs tokens, right and wrong ones, and serves its key set over HTTP as Identity does.</summary>
public sealed class TokenIssuer : IAsyncDisposable
{
    public const string Name = "https://gateway.test";
    private readonly ECDsaSecurityKey _key = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "k1" };
    private readonly WebApplication _app;

    private TokenIssuer(WebApplication app) => _app = app;

    public RevocationSource Revocations { get; } = new();

    public string Address => _app.Urls.Single();

    public string Keys => _app.Urls.Single() + "/.well-known/jwks";

    public static async Task<TokenIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var issuer = new TokenIssuer(builder.Build());
        var point = issuer._key.ECDsa.ExportParameters(false).Q;
        var set = $$"""{"keys":[{"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":"k1","x":"{{Base64UrlEncoder.Encode(point.X)}}","y":"{{Base64UrlEncoder.Encode(point.Y)}}"}]}""";
        issuer.Revocations.Map(issuer._app);
        issuer._app.MapGet("/.well-known/jwks", () => Results.Text(set, "application/json"));
        await issuer._app.StartAsync();
        return issuer;
    }

    public string Person(string scopes = "learning situation", string? person = null) => Token(scopes: scopes, subject: person, kind: "person");

    public string Client(string client, string scopes = "learning power-items") => Token(scopes: scopes, subject: client, kind: "client");

    public string Token(
        string? scopes = "learning", string? subject = null, string kind = "person", string issuer = Name + "/", string audience = "ronghe",
        string type = "at+jwt", TimeSpan? expires = null, bool ownKey = true)
    {
        var now = TimeProvider.System.GetUtcNow();
        subject ??= Guid.CreateVersion7().ToString();
        var key = ownKey ? _key : new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "k1" };
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            TokenType = type,
            IssuedAt = now.AddMinutes(-10).UtcDateTime,
            Expires = (now + (expires ?? TimeSpan.FromMinutes(5))).UtcDateTime,
            SigningCredentials = new(key, SecurityAlgorithms.EcdsaSha256),
            Claims = new Dictionary<string, object>
            {
                ["sub"] = subject,
                ["sid"] = kind == "client" ? subject : Guid.CreateVersion7().ToString(),
                ["kind"] = kind,
                ["unit"] = "G/B01/",
                ["scope"] = scopes ?? "",
                ["role"] = new[] { "Staff@G/B01/" }
            }
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.ECDsa.Dispose();
    }
}
