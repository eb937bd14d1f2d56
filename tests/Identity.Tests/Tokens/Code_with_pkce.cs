using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Ronghe.Testing;
using Xunit;

namespace Ronghe.Identity.Tests.Tokens;

public sealed class Code_with_pkce(IdentityService identity)
{
    [Fact]
    public async Task A_person_signs_in_with_the_form_and_gets_tokens_with_the_agreed_claims()
    {
        using var browser = new Browser(identity.Host.Address);
        var tokens = await browser.SignIn("b01-union-chair", IdentityService.Password);

        var header = IdentityService.Header(tokens.AccessToken);
        var claims = IdentityService.Payload(tokens.AccessToken);
        Assert.Equal(("ES256", "at+jwt"), ((string?)header["alg"], (string?)header["typ"]));
        Assert.Equal((IdentityService.Issuer, "ronghe"), ((string?)claims["iss"], (string?)claims["aud"]));
        Assert.Equal(("person", "G/B01/"), ((string?)claims["kind"], (string?)claims["unit"]));
        Assert.True(Guid.TryParse((string?)claims["sub"], out _) && Guid.TryParse((string?)claims["sid"], out _));
        Assert.InRange((long)claims["exp"]! - (long)claims["iat"]!, 1, 300);
        Assert.Contains("power-items", ((string?)claims["scope"])!.Split(' '));
        var roles = Assert.IsType<JsonArray>(claims["role"]).Select(role => (string?)role).ToList();
        Assert.Equal(["Manager@G/B01/", "Staff@G/B01/", "UnionWorker@G/B01/"], roles);
        Assert.Null(claims["name"]);
        Assert.NotNull(IdentityService.Payload(tokens.IdToken!)["name"]);
    }

    [Fact]
    public async Task A_single_role_is_an_array_too()
    {
        var claims = IdentityService.Payload(await identity.AccessToken("staff"));
        Assert.Equal("""["Staff@G/B01/F0101/T010101/"]""", claims["role"]!.ToJsonString());
    }

    [Theory]
    [InlineData("plain")]
    [InlineData(null)]
    public async Task A_challenge_that_is_not_S256_is_refused(string? method)
    {
        using var browser = new Browser(identity.Host.Address);
        using var answer = await browser.Client.GetAsync(new Uri(Browser.AuthorizationRequest("a-verifier-in-the-clear-that-is-43-characters-long", method), UriKind.Relative));
        var refused = answer.Headers.Location?.Query.Contains("error=invalid_request", StringComparison.Ordinal) ?? answer.StatusCode == HttpStatusCode.BadRequest;
        Assert.True(refused, $"{answer.StatusCode} {answer.Headers.Location}");
    }

    [Fact]
    public async Task No_challenge_is_refused()
    {
        using var browser = new Browser(identity.Host.Address);
        using var answer = await browser.Client.GetAsync(new Uri(Browser.AuthorizationRequest(null, null), UriKind.Relative));
        Assert.Contains("invalid_request", answer.Headers.Location?.Query ?? await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_verifier_is_refused()
    {
        using var browser = new Browser(identity.Host.Address);
        var code = await browser.Code("staff", IdentityService.Password, Browser.AuthorizationRequest(Browser.Pkce().Challenge));
        using var answer = await browser.Exchange(code, Browser.Pkce().Verifier);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_code_works_once()
    {
        using var browser = new Browser(identity.Host.Address);
        var (verifier, challenge) = Browser.Pkce();
        var code = await browser.Code("staff", IdentityService.Password, Browser.AuthorizationRequest(challenge));
        using var first = await browser.Exchange(code, verifier);
        using var second = await browser.Exchange(code, verifier);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest), (first.StatusCode, second.StatusCode));
    }

    [Fact]
    public async Task A_foreign_address_gets_no_code()
    {
        using var browser = new Browser(identity.Host.Address);
        var request = Browser.AuthorizationRequest(Browser.Pkce().Challenge).Replace("127.0.0.1%3A5999", "evil.test", StringComparison.Ordinal);
        using var answer = await browser.Client.GetAsync(new Uri(request, UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Userinfo_names_the_person_until_the_session_ends()
    {
        using var browser = new Browser(identity.Host.Address);
        var tokens = await browser.SignIn("staff", IdentityService.Password);
        Assert.Equal("staff", (string?)(await Ask())["preferred_username"]);

        using var out1 = await browser.Client.GetAsync(new Uri($"/connect/logout?id_token_hint={tokens.IdToken}", UriKind.Relative));
        using var refused = await browser.Refresh(tokens.RefreshToken!);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);

        async Task<JsonNode> Ask()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/connect/userinfo");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.AccessToken);
            using var answer = await browser.Client.SendAsync(request);
            return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        }
    }
}
