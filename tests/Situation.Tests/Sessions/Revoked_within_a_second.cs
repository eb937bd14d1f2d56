using System.Diagnostics;
using System.Net;
using Microsoft.IdentityModel.JsonWebTokens;
using Ronghe.Situation.Tests.Streams;
using Ronghe.Testing;

namespace Ronghe.Situation.Tests.Sessions;

/// <summary>The real Identity twice, the real Situation twice, each listening to another replica, and nobody has a Redis.</summary>
public sealed class Revoked_within_a_second(Servers servers) : IAsyncLifetime
{
    private const string DeadRedis = "127.0.0.1:1,abortConnect=false,connectTimeout=200";
    private static readonly Uri Counts = new("/api/v1/situation/counts?unit=G/B01/", UriKind.Relative);
    private IdentityHost first = null!;
    private IdentityHost second = null!;
    private ServiceHost<SituationDb> one = null!;
    private ServiceHost<SituationDb> other = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        first = await IdentityHost.StartAsync(servers, cache: DeadRedis);
        second = await IdentityHost.StartReplicaAsync(first);
        one = await ServiceHost<SituationDb>.StartAsync(servers, "situationdb", Settings(first), virtualHost: first.VirtualHost);
        other = await ServiceHost<SituationDb>.StartAsync(servers, "situationdb", Settings(second), virtualHost: first.VirtualHost);
    }

    public async ValueTask DisposeAsync()
    {
        await one.DisposeAsync();
        await other.DisposeAsync();
        await second.DisposeAsync();
        await first.DisposeAsync();
    }

    [Fact]
    public async Task Every_process_refuses_the_session_and_ends_its_streams_whoever_else_stays_signed_in()
    {
        var token = await first.SignIn.PersonAnew("b01-general-manager");
        using var security = Client(first.Address, await first.SignIn.Person("security-admin"));
        await using var here = await EventStream.Open(one.Client(token), "G/B01/", null, Ct);
        await using var there = await EventStream.Open(other.Client(token), "G/B01/", null, Ct);
        await here.Next();
        await there.Next();

        var person = new JsonWebToken(token).Subject;
        var watch = Stopwatch.StartNew();
        using var ended = await security.PostAsync(new Uri($"/api/v1/directory/people/{person}/sessions/end", UriKind.Relative), null, Ct);
        Assert.Equal(HttpStatusCode.OK, ended.StatusCode);
        await Task.WhenAll(RefusedAt(one, token), RefusedAt(other, token), RefusedAt(second.Address, token), End(here), End(there));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));

        using var stays = one.Client(await first.SignIn.Person("b01-party-secretary"));
        Assert.Equal(HttpStatusCode.OK, (await stays.GetAsync(Counts, Ct)).StatusCode);
    }

    [Fact]
    public async Task A_process_whose_replica_died_hears_from_the_other_or_asks_and_reads_go_on_when_all_are_away()
    {
        var token = await first.SignIn.PersonAnew("b01-general-manager");
        var kept = await first.SignIn.Person("b01-party-secretary");
        using var security = Client(first.Address, await first.SignIn.Person("security-admin"));
        using var reader = other.Client(kept);
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync(Counts, Ct)).StatusCode);

        // It cannot be asked and says nothing: what was valid may still read.
        await second.Kill();
        using var ended = await security.PostAsync(new Uri($"/api/v1/directory/people/{new JsonWebToken(token).Subject}/sessions/end", UriKind.Relative), null, Ct);
        Assert.Equal(HttpStatusCode.OK, ended.StatusCode);
        await RefusedAt(one, token);
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync(Counts, Ct)).StatusCode);
    }

    private static Dictionary<string, string?> Settings(IdentityHost identity) => new(identity.Settings)
    {
        ["ConnectionStrings:cache"] = DeadRedis,
        ["Identity:Revocations"] = identity.Address.ToString(),
        ["Logging:LogLevel:Default"] = "Error",
    };

    private static HttpClient Client(Uri address, string token)
    {
        var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    private static Task RefusedAt(ServiceHost<SituationDb> service, string token) => RefusedAt(service.Address, token, Counts);

    private static Task RefusedAt(Uri identity, string token) => RefusedAt(identity, token, new Uri("/api/v1/directory/me", UriKind.Relative));

    private static async Task RefusedAt(Uri address, string token, Uri what)
    {
        using var client = Client(address, token);
        await Eventually.True(async () => (await client.GetAsync(what, Ct)).StatusCode == HttpStatusCode.Unauthorized, $"{address} refuses the session");
    }

    private static async Task End(EventStream stream)
    {
        while (await stream.Next() is not null)
        {
        }
    }
}
