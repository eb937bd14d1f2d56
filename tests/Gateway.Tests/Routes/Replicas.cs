using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Ronghe.Gateway.Tests.Running;

namespace Ronghe.Gateway.Tests.Routes;

public sealed class Replicas : IAsyncLifetime
{
    private static readonly Uri Lessons = Answers.At("/api/v1/learning/lessons");
    private TokenIssuer _issuer = null!;

    public async ValueTask InitializeAsync() => _issuer = await TokenIssuer.StartAsync();

    public ValueTask DisposeAsync() => _issuer.DisposeAsync();

    [Fact]
    public async Task Requests_are_balanced_and_go_on_when_one_replica_is_gone()
    {
        await using var two = await Backend.StartAsync("two");
        var one = await Backend.StartAsync();
        await using var gateway = new GatewayHost(_issuer, ("services:learning:h2:0", one.Address), ("services:learning:h2:1", two.Address));
        using var client = gateway.Client(_issuer.Person());
        for (var i = 0; i < 60; i++) using (var answer = await client.GetAsync(Lessons)) Assert.True(answer.IsSuccessStatusCode);
        Assert.InRange(one.Requests.Count, 10, 50);
        Assert.InRange(two.Requests.Count, 10, 50);

        await one.DisposeAsync();
        for (var i = 0; i < 60; i++)
        {
            using var answer = await client.PostAsync(Lessons, new ByteArrayContent(new byte[100]));
            Assert.Equal("two", (await answer.Json())["name"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task A_service_without_an_h2_endpoint_is_reached_over_http_1()
    {
        await using var backend = await Backend.StartAsync(protocols: HttpProtocols.Http1);
        await using var gateway = new GatewayHost(_issuer, ("services:learning:http:0", backend.Address));
        using var client = gateway.Client(_issuer.Person());
        using var answer = await client.GetAsync(Lessons);
        Assert.Equal("HTTP/1.1", (await answer.Json())["protocol"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("not configured")]
    [InlineData("refuses connections")]
    [InlineData("accepts and stays silent")]
    public async Task A_service_that_is_gone_is_503_with_Retry_After_within_five_seconds(string how)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var address = $"http://{silent.LocalEndpoint}";
        if (how == "refuses connections") silent.Stop();
        await using var gateway = new GatewayHost(_issuer, how == "not configured" ? ("x", "y") : ("services:learning:h2:0", address));
        using var client = gateway.Client(_issuer.Person());
        var watch = Stopwatch.StartNew();
        using var answer = await client.GetAsync(Lessons);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Equal("service-away", await answer.Problem());
    }

    [Fact]
    public async Task A_service_that_comes_back_is_used_at_once()
    {
        var first = await Backend.StartAsync();
        var address = first.Address;
        await using var gateway = new GatewayHost(_issuer, ("services:learning:h2:0", address));
        using var client = gateway.Client(_issuer.Person());
        using (var answer = await client.GetAsync(Lessons)) Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await first.DisposeAsync();
        using (var answer = await client.GetAsync(Lessons)) Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        await using var second = await Backend.StartAsync("again", url: address);
        using (var answer = await client.GetAsync(Lessons)) Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Without_the_key_set_a_token_is_503_within_five_seconds()
    {
        await using var backend = await Backend.StartAsync();
        await using var gateway = new GatewayHost(_issuer, ("services:learning:h2:0", backend.Address), ("Identity:Keys", "http://127.0.0.1:1/keys"));
        using var client = gateway.Client(_issuer.Person());
        var watch = Stopwatch.StartNew();
        using var answer = await client.GetAsync(Lessons);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Empty(backend.Requests);
    }
}
