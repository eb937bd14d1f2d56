using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.Testing;
using Xunit;

namespace Ronghe.ServiceDefaults.Tests.Callers;

public sealed class Identity_away(Servers servers)
{
    private static readonly Uri Acts = new("/acts", UriKind.Relative);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Decisions_are_refused_and_reads_allowed_until_it_is_back()
    {
        await using var identity = await IdentityHost.StartAsync(servers);
        await using var service = await Start(identity.Settings);
        using var client = Client(service, await identity.SignIn.Person("b01-union-officer"));
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync(Acts, null, Ct)).StatusCode);

        await identity.Kill();
        var watch = Stopwatch.StartNew();
        await Eventually.True(async () => (await client.PostAsync(Acts, null, Ct)).StatusCode == HttpStatusCode.ServiceUnavailable, "decisions are refused");
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(3)); // a second of silence, and a second in which it could have answered
        using var refused = await client.PostAsync(Acts, null, Ct);
        Assert.Equal("urn:ronghe:problem:identity-away", (string?)(await refused.Content.ReadFromJsonAsync<JsonNode>(Ct))!["type"]);
        Assert.Equal("2", refused.Headers.GetValues("Retry-After").Single());
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(Acts, Ct)).StatusCode);

        await identity.StartAgain();
        await Eventually.True(async () => (await client.PostAsync(Acts, null, Ct)).StatusCode == HttpStatusCode.OK, "decisions go on");
    }

    [Fact]
    public async Task A_process_that_hears_nothing_asks()
    {
        await using var identity = await IdentityHost.StartAsync(servers);
        await using var deaf = await Start(new Dictionary<string, string?>(identity.Settings), deaf: true);
        var token = await identity.SignIn.PersonAnew("b01-union-officer");
        using var client = Client(deaf, token);
        Assert.False(deaf.Services.GetRequiredService<Revocations>().AreFresh);
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync(Acts, null, Ct)).StatusCode);

        using var security = new HttpClient { BaseAddress = identity.Address };
        security.DefaultRequestHeaders.Authorization = new("Bearer", await identity.SignIn.Person("security-admin"));
        using var ended = await security.PostAsync(new Uri($"/api/v1/directory/people/{new JsonWebToken(token).Subject}/sessions/end", UriKind.Relative), null, Ct);
        Assert.Equal(HttpStatusCode.OK, ended.StatusCode);
        var watch = Stopwatch.StartNew();
        await Eventually.True(async () => (await client.GetAsync(Acts, Ct)).StatusCode == HttpStatusCode.Unauthorized, "the session is refused");
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void A_client_is_refused_what_was_issued_before_and_gets_on_with_what_comes_after()
    {
        var revocations = new Revocations(TimeProvider.System);
        var now = TimeProvider.System.GetUtcNow();
        revocations.Heard();
        revocations.Take(1, "subsidiary-b01", now, now.AddMinutes(10));
        Assert.Equal(SessionStanding.Ended, revocations.StandingOf(Of("subsidiary-b01", now.AddSeconds(-5))));
        Assert.Equal(SessionStanding.Live, revocations.StandingOf(Of("subsidiary-b01", now.AddSeconds(5))));
        Assert.Equal(SessionStanding.Live, revocations.StandingOf(Of("subsidiary-b02", now.AddSeconds(-5))));

        using var before = revocations.EndOf(Of("subsidiary-b02", now));
        using var already = revocations.EndOf(Of("subsidiary-b01", now.AddSeconds(-5)));
        Assert.True(already.Token.IsCancellationRequested && !before.Token.IsCancellationRequested);
        revocations.Take(2, "subsidiary-b02", now, now.AddMinutes(10));
        Assert.True(before.Token.IsCancellationRequested);
    }

    private static Caller Of(string client, DateTimeOffset issued) => new(client, Guid.Empty, "client", "G/", [], [], client) { IssuedAt = issued };

    private static async Task<WebApplication> Start(IReadOnlyDictionary<string, string?> settings, bool deaf = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddServiceDefaults("acts");
        builder.Logging.ClearProviders();
        if (deaf) builder.Services.Remove(builder.Services.Single(service => service.ImplementationType?.Name == "RevocationFeed"));
        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapGet("/acts", () => "read").RequireScope("welfare");
        app.MapPost("/acts", () => "done").RequireScope("welfare");
        await app.StartAsync(Ct);
        return app;
    }

    private static HttpClient Client(WebApplication service, string token)
    {
        var client = new HttpClient { BaseAddress = new Uri(service.Urls.First()) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }
}
