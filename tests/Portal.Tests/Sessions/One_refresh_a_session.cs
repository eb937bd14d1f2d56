using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Ronghe.Portal.Sessions;
using Ronghe.Portal.Texts;
using Ronghe.Testing;
using Xunit;

namespace Ronghe.Portal.Tests.Sessions;

/// <summary>Two replicas of the portal on one database.</summary>
public sealed class One_refresh_a_session(Servers servers) : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private readonly List<ServiceHost<PageTexts>> replicas = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var settings = new Dictionary<string, string?> { ["Identity:Issuer"] = "http://127.0.0.1:9", ["Portal:ClientSecret"] = "not used here" };
        replicas.Add(await ServiceHost<PageTexts>.StartAsync(servers, "portaldb", settings));
        replicas.Add(await ServiceHost<PageTexts>.StartReplicaAsync(replicas[0]));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in replicas) await replica.DisposeAsync();
    }

    [Fact]
    public async Task Twenty_requests_on_two_replicas_refresh_once()
    {
        var id = await SignIn(expiresAt: Now.AddSeconds(-1));
        var refreshes = 0;

        var tokens = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Store(number % 2).FreshTokens(id, (old, _) =>
        {
            Interlocked.Increment(ref refreshes);
            return Task.FromResult<SessionTokens?>(old with { AccessToken = "second", ExpiresAt = Now.AddMinutes(5) });
        }, Ct)));

        Assert.Equal(1, refreshes);
        Assert.All(tokens, token => Assert.Equal("second", token!.AccessToken));
    }

    [Fact]
    public async Task A_session_that_Identity_has_ended_is_gone_everywhere()
    {
        var id = await SignIn(expiresAt: Now.AddSeconds(-1));

        Assert.Null(await Store(0).FreshTokens(id, (_, _) => Task.FromResult<SessionTokens?>(null), Ct));
        Assert.Null(await Store(1).FreshTokens(id, (_, _) => throw new InvalidOperationException("asked again"), Ct));
    }

    [Fact]
    public async Task Renewing_the_ticket_does_not_bring_old_tokens_back()
    {
        var (key, ticket) = (await Store(0).StoreAsync(Ticket(Now.AddSeconds(-1)), Ct), Ticket(Now.AddSeconds(-1)));
        var id = CurrentSession.Read((await Store(0).RetrieveAsync(key, Ct))!.Properties)!.Id;
        await Store(0).FreshTokens(id, (old, _) => Task.FromResult<SessionTokens?>(old with { AccessToken = "second", ExpiresAt = Now.AddMinutes(5) }), Ct);

        await Store(1).RenewAsync(key, ticket, Ct);

        Assert.Equal("second", CurrentSession.Read((await Store(1).RetrieveAsync(key, Ct))!.Properties)!.Tokens.AccessToken);
    }

    [Fact]
    public async Task Neither_tokens_nor_the_cookies_key_stand_readable_in_the_database()
    {
        var key = await Store(0).StoreAsync(Ticket(Now.AddMinutes(5)), Ct);
        await using var connection = new NpgsqlConnection(replicas[0].Database);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand("SELECT string_agg(encode(tokens, 'escape') || encode(ticket, 'escape') || id, '') FROM sessions", connection);
        var dump = (string)(await command.ExecuteScalarAsync(Ct))!;

        Assert.DoesNotContain("first", dump, StringComparison.Ordinal);
        Assert.DoesNotContain(key, dump, StringComparison.Ordinal);
    }

    private SessionStore Store(int replica) => replicas[replica].Services.GetRequiredService<SessionStore>();

    private async Task<string> SignIn(DateTimeOffset expiresAt)
    {
        var key = await Store(0).StoreAsync(Ticket(expiresAt), Ct);
        return CurrentSession.Read((await Store(1).RetrieveAsync(key, Ct))!.Properties)!.Id;
    }

    private static AuthenticationTicket Ticket(DateTimeOffset tokensExpireAt)
    {
        var properties = new AuthenticationProperties { ExpiresUtc = Now.AddMinutes(30) };
        properties.StoreTokens(
        [
            new() { Name = "access_token", Value = "first" },
            new() { Name = "refresh_token", Value = "first refresh" },
            new() { Name = "expires_at", Value = tokensExpireAt.ToString("o") },
        ]);
        return new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new("sub", "somebody")], "test")), properties, "Cookies");
    }
}
