using System.Net;
using System.Net.Http.Json;
using Ronghe.Testing;
using Xunit;

namespace Ronghe.Identity.Tests.Tokens;

public sealed class Refresh(IdentityService identity)
{
    [Fact]
    public async Task Each_use_gives_a_new_token()
    {
        using var browser = new Browser(identity.Host.Address);
        var first = (await browser.SignIn("staff", IdentityService.Password)).RefreshToken!;
        using var answer = await browser.Refresh(first);
        var second = (await answer.Content.ReadFromJsonAsync<IssuedTokens>())!;
        Assert.NotEqual(first, second.RefreshToken);
        Assert.Equal("""["Staff@G/B01/F0101/T010101/"]""", IdentityService.Payload(second.AccessToken)["role"]!.ToJsonString());
    }

    [Fact]
    public async Task A_used_token_is_refused_and_takes_its_chain_with_it()
    {
        using var browser = new Browser(identity.Host.Address);
        var first = (await browser.SignIn("staff", IdentityService.Password)).RefreshToken!;
        using var used = await browser.Refresh(first);
        var second = (await used.Content.ReadFromJsonAsync<IssuedTokens>())!.RefreshToken!;

        using var again = await browser.Refresh(first);
        using var chain = await browser.Refresh(second);
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (again.StatusCode, chain.StatusCode));
    }
}
