using System.Net;
using Microsoft.IdentityModel.JsonWebTokens;
using Ronghe.Gateway.Tests.Running;
using Ronghe.Testing;

namespace Ronghe.Gateway.Tests.Tokens;

public sealed class Revoked_sessions : GatewayTest
{
    private static readonly Uri Lessons = Answers.At("/api/v1/learning/lessons");

    [Fact]
    public async Task A_token_that_passed_before_is_refused_at_the_gate()
    {
        var (ended, kept) = (Issuer.Person(), Issuer.Person());
        using var client = Gateway.Client(ended);
        using var other = Gateway.Client(kept);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(Lessons)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync(Lessons)).StatusCode);

        Issuer.Revocations.Revoke(new JsonWebToken(ended).GetClaim("sid").Value);
        await Eventually.True(async () => (await client.GetAsync(Lessons)).StatusCode == HttpStatusCode.Unauthorized, "the gate refuses it", TimeSpan.FromSeconds(1));
        var seen = Backend.Requests.Count;
        using var refused = await client.PostAsync(Lessons, null);
        Assert.Equal((HttpStatusCode.Unauthorized, "invalid-token"), (refused.StatusCode, await refused.Problem()));
        Assert.Equal(seen, Backend.Requests.Count);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync(Lessons)).StatusCode);
    }

    [Fact]
    public async Task While_Identity_is_away_reads_pass_and_decisions_do_not()
    {
        using var client = Gateway.Client(Issuer.Person());
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(Lessons)).StatusCode);
        await Issuer.DisposeAsync();
        await Eventually.True(async () => (await client.PostAsync(Lessons, null)).StatusCode == HttpStatusCode.ServiceUnavailable, "decisions are refused");
        using var refused = await client.PostAsync(Lessons, null);
        Assert.Equal("identity-away", await refused.Problem());
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(Lessons)).StatusCode);
    }
}
