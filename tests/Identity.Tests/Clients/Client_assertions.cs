using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Ronghe.Testing;
using Xunit;

namespace Ronghe.Identity.Tests.Clients;

public sealed class Client_assertions(IdentityService identity)
{
    private const string Client = "subsidiary-b01";

    [Fact]
    public async Task A_subsidiary_gets_a_token_with_its_key()
    {
        using var client = identity.Host.Client();
        var claims = IdentityService.Payload(await ClientTokens.Get(client, IdentityService.Issuer, Client, identity.KeyFile));
        Assert.Equal((Client, "client", "G/B01/"), ((string?)claims["sub"], (string?)claims["kind"], (string?)claims["unit"]));
        Assert.Equal("""["Subsidiary@G/B01/"]""", claims["role"]!.ToJsonString());
        Assert.Equal(["assessment", "directory", "learning", "power-items", "situation", "webhooks", "welfare"], ((string?)claims["scope"])!.Split(' ').Order());
    }

    [Fact]
    public void The_private_key_is_its_owners_alone() =>
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(identity.KeyFile));

    [Fact]
    public async Task Another_key_is_refused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await Refused(ClientTokens.Assertion(other, Client, IdentityService.Issuer));
    }

    [Fact]
    public async Task An_expired_assertion_is_refused()
    {
        using var key = identity.DemoKey();
        await Refused(ClientTokens.Assertion(key, Client, IdentityService.Issuer, expires: TimeProvider.System.GetUtcNow().AddMinutes(-10)));
    }

    [Fact]
    public async Task An_assertion_for_somebody_else_is_refused()
    {
        using var key = identity.DemoKey();
        await Refused(ClientTokens.Assertion(key, Client, "https://elsewhere.test/"));
    }

    [Fact]
    public async Task An_assertion_that_lives_for_an_hour_is_refused()
    {
        using var key = identity.DemoKey();
        await Refused(ClientTokens.Assertion(key, Client, IdentityService.Issuer, expires: TimeProvider.System.GetUtcNow().AddHours(1)));
    }

    [Fact]
    public async Task A_replayed_assertion_is_refused()
    {
        using var key = identity.DemoKey();
        using var client = identity.Host.Client();
        var assertion = ClientTokens.Assertion(key, Client, IdentityService.Issuer);
        using var first = await ClientTokens.Ask(client, assertion);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        await Refused(assertion);
    }

    [Fact]
    public async Task A_scope_that_was_not_granted_is_refused()
    {
        using var key = identity.DemoKey();
        using var client = identity.Host.Client();
        using var answer = await ClientTokens.Ask(client, ClientTokens.Assertion(key, Client, IdentityService.Issuer), "snapshot");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private async Task Refused(string assertion)
    {
        using var client = identity.Host.Client();
        using var answer = await ClientTokens.Ask(client, assertion);
        var problem = await answer.Content.ReadFromJsonAsync<JsonObject>();
        // A wrong audience is answered invalid_token with 400, everything else invalid_client with 401.
        Assert.Contains((answer.StatusCode, (string?)problem!["error"]), new (HttpStatusCode, string?)[] { (HttpStatusCode.Unauthorized, "invalid_client"), (HttpStatusCode.BadRequest, "invalid_token") });
    }
}
