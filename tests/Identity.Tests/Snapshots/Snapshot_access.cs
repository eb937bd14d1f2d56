using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ronghe.Testing;
using Xunit;

namespace Ronghe.Identity.Tests.Snapshots;

public sealed class Snapshot_access(IdentityService identity)
{
    private static readonly Uri Snapshot = new("/internal/directory/snapshot", UriKind.Relative);

    [Fact]
    public async Task It_is_for_the_platforms_own_services_alone()
    {
        using var nobody = identity.Host.Client();
        using var unsigned = await nobody.GetAsync(Snapshot);
        Assert.Equal(HttpStatusCode.Unauthorized, unsigned.StatusCode);
        foreach (var token in new[] { await identity.AccessToken("system-admin"), await ClientTokens.Get(nobody, IdentityService.Issuer, "subsidiary-b01", identity.KeyFile) })
        {
            using var client = identity.Host.Client(token);
            using var answer = await client.GetAsync(Snapshot);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Nobody_else_gets_its_scope()
    {
        using var nobody = identity.Host.Client();
        using var key = identity.DemoKey();
        using var subsidiary = await ClientTokens.Ask(nobody, ClientTokens.Assertion(key, "subsidiary-b01", IdentityService.Issuer), "snapshot");
        Assert.Equal(HttpStatusCode.BadRequest, subsidiary.StatusCode);
        using var browser = new Browser(identity.Host.Address);
        await Assert.ThrowsAsync<HttpRequestException>(() => browser.SignIn("system-admin", IdentityService.Password, "openid snapshot"));
        using var guess = await Token("a-guess");
        Assert.Equal(HttpStatusCode.Unauthorized, guess.StatusCode);
    }

    [Fact]
    public async Task It_tells_units_then_people_then_how_many_and_no_name_of_a_person()
    {
        using var answer = await Token(IdentityService.PlatformSecret);
        using var client = identity.Host.Client((await answer.Content.ReadFromJsonAsync<IssuedTokens>())!.AccessToken);
        var text = await client.GetStringAsync(Snapshot);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(["unit", "person", "end"], lines.Select(line => line.AsObject().Single().Key).Distinct());
        Assert.Equal((313, 1200), ((int)lines[^1]["end"]!["units"]!, (int)lines[^1]["end"]!["people"]!));
        Assert.Equal(1514, lines.Count);
        Assert.DoesNotContain(await identity.Ask<string>("SELECT name FROM people ORDER BY id LIMIT 1"), text, StringComparison.Ordinal);
        Assert.DoesNotContain("number", text, StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> Token(string secret)
    {
        using var client = identity.Host.Client();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = "platform", ["client_secret"] = secret, ["scope"] = "snapshot",
        });
        return await client.PostAsync(new Uri("/connect/token", UriKind.Relative), form);
    }
}
