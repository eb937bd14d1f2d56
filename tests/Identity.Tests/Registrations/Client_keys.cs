using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;
using Ronghe.Identity.Tests.Administrators;
using Ronghe.Identity.Tests.People;
using Ronghe.Testing;
using Xunit;
using static Ronghe.Identity.Tests.Administrators.AdministrationSite;

namespace Ronghe.Identity.Tests.Registrations;

[Collection(nameof(AdministrationSite))]
public sealed class Client_keys(AdministrationSite site)
{
    private static int made;

    [Fact]
    public async Task One_key_follows_another_without_a_gap_and_a_revoked_one_ends_its_tokens()
    {
        using var old = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var next = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var client = await Register(old);
        var before = await Token(client, old);
        using var added = await Post(site.System, $"/clients/{client}/keys", new { key = Jwk(next) });
        Assert.Equal(HttpStatusCode.OK, added.StatusCode);
        await Token(client, old);
        await Token(client, next);

        using var caller = site.Personnel.Host.Client(before);
        Assert.Equal(HttpStatusCode.OK, (await caller.GetAsync(At("/units"))).StatusCode);
        using var revoked = await Post(site.System, $"/clients/{client}/keys/{Thumbprint(old)}/revoke");
        Assert.Equal(HttpStatusCode.OK, revoked.StatusCode);
        await Eventually.True(async () => (await caller.GetAsync(At("/units"))).StatusCode == HttpStatusCode.Unauthorized, "the token is refused", TimeSpan.FromSeconds(1));
        await Refused(client, old);
        // Old tokens stay refused, new ones are not.
        await Eventually.True(async () =>
        {
            using var anew = site.Personnel.Host.Client(await Token(client, next));
            return (await anew.GetAsync(At("/units"))).StatusCode == HttpStatusCode.OK;
        }, "the next key's tokens work");
    }

    [Fact]
    public async Task An_expired_key_is_refused_although_the_token_server_still_knows_it()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var client = await Register(key);
        await Token(client, key);
        await site.Personnel.Ask<string>($"UPDATE client_keys SET expires_at = now() - interval '1 second' WHERE client_id = '{client}' RETURNING key_id");
        await Refused(client, key);
    }

    [Fact]
    public async Task Forged_assertions_are_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var client = await Register(key);
        var now = TimeProvider.System.GetUtcNow();
        foreach (var forged in new[]
        {
            ClientTokens.Assertion(other, client, IdentityService.Issuer),
            ClientTokens.Assertion(key, client, "https://elsewhere.test/"),
            ClientTokens.Assertion(key, client, IdentityService.Issuer, expires: now.AddMinutes(-10)),
            ClientTokens.Assertion(key, client, IdentityService.Issuer, expires: now.AddHours(1)),
            ClientTokens.Assertion(key, "subsidiary-b01", IdentityService.Issuer),
        }) Assert.False((await Ask(forged)).IsSuccessStatusCode);

        var once = ClientTokens.Assertion(key, client, IdentityService.Issuer);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Unauthorized], new[] { (await Ask(once)).StatusCode, (await Ask(once)).StatusCode });
    }

    [Fact]
    public async Task Wrong_keys_say_why_and_register_nothing()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var secret = Base64UrlEncoder.Encode(key.ExportParameters(true).D!);
        var jwk = Jwk(key);
        foreach (var (wrong, field) in new (object, string)[]
        {
            (new { kty = "EC", crv = "P-256", x = jwk.X, y = jwk.Y, d = secret }, "key.d"),
            (new { kty = "EC", crv = "P-384", x = jwk.X, y = jwk.Y }, "key.crv"),
            (new { kty = "RSA", x = "AQAB", y = "AQAB" }, "key.crv"),
            (new { kty = "EC", crv = "P-256", x = jwk.Y, y = jwk.X }, "key.x"),
            (new { kty = "EC", crv = "P-256", x = "!!", y = jwk.Y }, "key.x"),
        })
        {
            using var refused = await Post(site.System, "/clients", Form("never-made", wrong));
            await PersonnelSite.Invalid(refused, field);
            Assert.DoesNotContain(secret, await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using var tooLong = await Post(site.System, "/clients", Form("never-made", Jwk(key), expiresAt: TimeProvider.System.GetUtcNow().AddYears(3)));
        await PersonnelSite.Invalid(tooLong, "expiresAt");
        using var scope = await Post(site.System, "/clients", Form("never-made", Jwk(key), scopes: ["snapshot"]));
        await PersonnelSite.Invalid(scope, "scopes");
        Assert.Equal(0L, await site.Personnel.Ask<long>("SELECT count(*) FROM registered_clients WHERE client_id = 'never-made'"));
        Assert.Equal(0L, await site.Personnel.Ask<long>($"SELECT count(*) FROM audit_entries WHERE details LIKE '%{secret}%'"));
    }

    [Fact]
    public async Task A_key_serves_one_client_and_three_are_enough()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var client = await Register(key);
        using var shared = await Post(site.System, "/clients", Form(NewId(), Jwk(key)));
        await AdministrationSite.Refused(shared, HttpStatusCode.Conflict, "client-key-taken");
        for (var i = 0; i < 2; i++)
        {
            using var more = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            Assert.Equal(HttpStatusCode.OK, (await Post(site.System, $"/clients/{client}/keys", new { key = Jwk(more) })).StatusCode);
        }

        using var fourth = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var tooMany = await Post(site.System, $"/clients/{client}/keys", new { key = Jwk(fourth) });
        await AdministrationSite.Refused(tooMany, HttpStatusCode.Conflict, "too-many-keys");
    }

    [Fact]
    public async Task A_closed_client_gets_no_token_and_its_id_stays_taken()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var client = await Register(key);
        Assert.Equal(HttpStatusCode.OK, (await Post(site.System, $"/clients/{client}/close")).StatusCode);
        await Refused(client, key);
        using var again = await Post(site.System, "/clients", Form(client, Jwk(other)));
        await AdministrationSite.Refused(again, HttpStatusCode.Conflict, "client-id-taken");
    }

    [Fact]
    public async Task A_sandbox_client_stands_beside_the_group_and_sees_nothing_of_it()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var client = NewId();
        using var registered = await Post(site.System, "/clients", Form(client, Jwk(key), sandbox: true));
        Assert.Equal(HttpStatusCode.Created, registered.StatusCode);
        var claims = IdentityService.Payload(await Token(client, key));
        Assert.Equal(("SBX/SBXB02/", """["Subsidiary@SBX/SBXB02/"]"""), ((string?)claims["unit"], claims["role"]!.ToJsonString()));

        using var caller = site.Personnel.Host.Client(await Token(client, key));
        var units = JsonNode.Parse(await caller.GetStringAsync(At("/units")))!.AsArray();
        Assert.All(units, unit => Assert.StartsWith("SBX/", (string?)unit!["path"], StringComparison.Ordinal));
        using var person = await site.System.PostAsJsonAsync(At("/people"), PersonnelSite.Form("X-SANDBOX", "SBXB02"));
        Assert.Equal(HttpStatusCode.Forbidden, person.StatusCode);
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => site.Personnel.Ask<string>($"UPDATE registered_clients SET unit_path = 'G/B02/' WHERE client_id = '{client}' RETURNING client_id"));
    }

    [Fact]
    public async Task A_bureaus_administrator_keeps_to_the_bureaus_clients()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var client = await Register(key);
        var bureau = site.Personnel.BureauAdministrator;
        Assert.Equal(HttpStatusCode.Forbidden, (await Post(bureau, "/clients", Form(NewId(), Jwk(other)))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Post(bureau, $"/clients/{client}/close")).StatusCode);
        Assert.DoesNotContain(client, (await Get(bureau, "/clients")).ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(client, (await Get(site.System, "/clients")).ToJsonString(), StringComparison.Ordinal);
    }

    private static string NewId() => $"client-{Interlocked.Increment(ref made)}";

    private static object Form(string clientId, object key, bool sandbox = false, DateTimeOffset? expiresAt = null, string[]? scopes = null) =>
        new { clientId, name = "试验系统", unitCode = "B02", scopes = scopes ?? ["directory", "assessment"], key, sandbox, expiresAt };

    private static (string X, string Y) Point(ECDsa key) =>
        (Base64UrlEncoder.Encode(key.ExportParameters(false).Q.X!), Base64UrlEncoder.Encode(key.ExportParameters(false).Q.Y!));

    private static PublicJwk Jwk(ECDsa key) => new("EC", "P-256", Point(key).X, Point(key).Y);

    private static string Thumbprint(ECDsa key) =>
        Base64UrlEncoder.Encode(JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(key)).ComputeJwkThumbprint());

    private async Task<string> Register(ECDsa key)
    {
        var client = NewId();
        using var registered = await Post(site.System, "/clients", Form(client, Jwk(key)));
        Assert.True(registered.StatusCode == HttpStatusCode.Created, await registered.Content.ReadAsStringAsync());
        return client;
    }

    private async Task<HttpResponseMessage> Ask(string assertion)
    {
        using var client = site.Personnel.Host.Client();
        return await ClientTokens.Ask(client, assertion);
    }

    private async Task<string> Token(string client, ECDsa key)
    {
        using var answer = await Ask(ClientTokens.Assertion(key, client, IdentityService.Issuer));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<IssuedTokens>())!.AccessToken;
    }

    private async Task Refused(string client, ECDsa key)
    {
        using var answer = await Ask(ClientTokens.Assertion(key, client, IdentityService.Issuer));
        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_client"), (answer.StatusCode, (string?)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["error"]));
    }

    private sealed record PublicJwk(string Kty, string Crv, string X, string Y);
}
