using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using Ronghe.Identity.Clients;
using Ronghe.Identity.Tokens;
using Ronghe.ServiceDefaults.Problems;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Ronghe.Identity.Registrations;

/// <param name="Kty">EC.</param>
/// <param name="Crv">P-256.</param>
/// <param name="D">Never: the private half stays with its owner. It is named here to be refused.</param>
public sealed record PublicKeyRequest(string? Kty, string? Crv, string? X, string? Y, string? D = null, string? Use = null, string? Alg = null, string? Kid = null);

/// <summary>Keys of clients: checked when they come, and told to the token server whenever they change.</summary>
internal static class PublicKeys
{
    internal const int MostLive = 3;
    private static readonly TimeSpan Usual = TimeSpan.FromDays(365);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(730);

    internal static ProblemHttpResult? Read(PublicKeyRequest? sent, string clientId, DateTimeOffset? expires, DateTimeOffset now, out ClientKey? key)
    {
        key = null;
        if (sent is null) return Wrong("key", "缺少公钥（JWK）。", "A public key (JWK) is required.");
        if (sent.D is not null)
            return Wrong("key.d", "这是私钥：私钥不能离开您的系统，这一把请作废，另生成一对。", "This is the private half. It must not leave your system: drop this pair and make another.");
        if (sent.Kty != "EC" || sent.Crv != "P-256") return Wrong("key.crv", "应为 P-256 椭圆曲线公钥（ES256）。", "Must be a P-256 elliptic curve key (ES256).");
        if (expires is { } until && (until <= now || until > now + Longest)) return Wrong("expiresAt", "应在今后两年之内。", "Must lie within the next two years.");
        try
        {
            var (x, y) = (Base64UrlEncoder.DecodeBytes(sent.X), Base64UrlEncoder.DecodeBytes(sent.Y));
            using var pair = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = x, Y = y } });
            var jwk = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(pair));
            var id = Base64UrlEncoder.Encode(jwk.ComputeJwkThumbprint());
            var text = JsonSerializer.Serialize(new { kty = "EC", crv = "P-256", x = jwk.X, y = jwk.Y, kid = id, use = "sig", alg = "ES256" });
            key = new() { KeyId = id, ClientId = clientId, Jwk = text, AddedAt = now, ExpiresAt = (expires ?? now + Usual).ToUniversalTime() };
            return null;
        }
        catch (Exception broken) when (broken is CryptographicException or FormatException or ArgumentException)
        {
            return Wrong("key.x", "x、y 不是这条曲线上的点。", "x and y are no point of the curve.");
        }
    }

    /// <summary>Keys that work now.</summary>
    internal static Task<List<ClientKey>> Live(IdentityDb db, string clientId, DateTimeOffset now, CancellationToken ct) =>
        db.ClientKeys.Where(key => key.ClientId == clientId && key.RevokedAt == null && key.ExpiresAt > now).OrderBy(key => key.AddedAt).ToListAsync(ct);

    /// <summary>Makes the token server's application what the registration says, with the keys that are live.</summary>
    internal static async Task Publish(IdentityDb db, IOpenIddictApplicationManager clients, RegisteredClient client, DateTimeOffset now, CancellationToken ct)
    {
        var descriptor = new OpenIddictApplicationDescriptor
        {
            ClientId = client.ClientId, ClientType = ClientTypes.Confidential, DisplayName = client.Name, JsonWebKeySet = new JsonWebKeySet(),
        };
        // Without a live key it keeps the retired ones, because it needs one: RefuseRetiredKey refuses what they sign.
        var keys = await Live(db, client.ClientId, now, ct);
        if (keys.Count == 0) keys = await ManagedClients.Keys(db, client.ClientId, ct);
        foreach (var key in keys) descriptor.JsonWebKeySet.Keys.Add(new JsonWebKey(key.Jwk));
        descriptor.Permissions.UnionWith([Permissions.Endpoints.Token, Permissions.GrantTypes.ClientCredentials]);
        descriptor.Permissions.UnionWith(client.Scopes.Select(scope => Permissions.Prefixes.Scope + scope));
        new ClientStanding(client.UnitPath, [$"Subsidiary@{client.UnitPath}"]).WriteTo(descriptor.Properties);
        if (await clients.FindByClientIdAsync(client.ClientId, ct) is { } known) await clients.UpdateAsync(known, descriptor, ct);
        else await clients.CreateAsync(descriptor, ct);
    }

    private static ProblemHttpResult Wrong(string field, string chinese, string english) => ProblemTypes.Invalid((field, chinese, english));
}
