using System.Net;
using Ronghe.Gateway.Tests.Running;

namespace Ronghe.Gateway.Tests.Headers;

public sealed class Cross_origin() : GatewayTest(("Cors:Origins:0", "https://portal.example.cn"), ("Cors:Origins:1", "https://b.example.cn:8443"))
{
    private static readonly Uri Lessons = Answers.At("/api/v1/learning/lessons");

    [Theory]
    [InlineData("https://portal.example.cn")]
    [InlineData("https://b.example.cn:8443")]
    public async Task A_listed_origin_may_ask_and_read_without_cookies(string origin)
    {
        using var anonymous = Gateway.Client();
        using var preflight = await anonymous.SendAsync(Preflight(origin, "authorization,idempotency-key"));
        Assert.Equal(HttpStatusCode.NoContent, preflight.StatusCode);
        Assert.Equal(origin, Assert.Single(preflight.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.False(preflight.Headers.Contains("Access-Control-Allow-Credentials"));

        using var client = Gateway.Client(Issuer.Person());
        client.DefaultRequestHeaders.Add("Origin", origin);
        using var answer = await client.GetAsync(Lessons);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(origin, Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Contains("Origin", answer.Headers.Vary);
        Assert.Contains("ETag", string.Join(",", answer.Headers.GetValues("Access-Control-Expose-Headers")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example.cn")]
    [InlineData("http://portal.example.cn")]
    [InlineData("https://portal.example.cn.evil.test")]
    [InlineData("https://portal.example.cn:444")]
    [InlineData("null")]
    public async Task Another_origin_gets_no_leave(string origin)
    {
        using var anonymous = Gateway.Client();
        using var preflight = await anonymous.SendAsync(Preflight(origin, "authorization"));
        Assert.False(preflight.Headers.Contains("Access-Control-Allow-Origin"));
        using var client = Gateway.Client(Issuer.Person());
        client.DefaultRequestHeaders.Add("Origin", origin);
        using var answer = await client.GetAsync(Lessons);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Pages_and_sign_in_are_nobody_elses()
    {
        using var client = Gateway.Client();
        client.DefaultRequestHeaders.Add("Origin", "https://portal.example.cn");
        foreach (var path in new[] { "/desk", "/account/sign-in" })
        {
            using var answer = await client.GetAsync(Answers.At(path));
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"), path);
        }
    }

    [Theory]
    [InlineData("*")]
    [InlineData("https://*.example.cn")]
    [InlineData("https://portal.example.cn/")]
    [InlineData("portal.example.cn")]
    [InlineData("null")]
    public async Task A_list_that_lets_in_more_than_it_says_does_not_start(string origin)
    {
        await using var issuer = await TokenIssuer.StartAsync();
        var failure = Assert.ThrowsAny<Exception>(() => new GatewayHost(issuer, ("Cors:Origins:0", origin)));
        Assert.Contains("Cors:Origins", failure.ToString(), StringComparison.Ordinal);
    }

    private HttpRequestMessage Preflight(string origin, string headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Options, new Uri(Gateway.Address, Lessons));
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", headers);
        return request;
    }
}
