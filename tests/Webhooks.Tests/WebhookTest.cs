using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;
using Ronghe.Contracts.PowerItems;
using Ronghe.Testing;

[assembly: AssemblyFixture(typeof(Servers))]

namespace Ronghe.Webhooks.Tests;

/// <summary>The service as it runs in production, allowed to call loopback, and a subsidiary's system there.</summary>
public abstract class WebhookTest(Servers servers) : IAsyncLifetime
{
    private static readonly string[] Scopes = ["webhooks", "power-items", "learning"];
    private Issuer issuer = null!;
    private ServiceHost<WebhooksDb> host = null!;
    private Wire wire = null!;

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected Receiver Receiver { get; private set; } = null!;

    protected HttpClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        issuer = await Issuer.StartAsync();
        Receiver = await Receiver.StartAsync();
        var virtualHost = await servers.CreateVirtualHost();
        var settings = new Dictionary<string, string?>(issuer.Settings)
        {
            ["Platform:Secret"] = "a-secret-of-the-platform",
            ["Webhooks:AllowedNetworks:0"] = "127.0.0.0/8",
            ["Logging:LogLevel:Default"] = "Error",
        };
        host = await ServiceHost<WebhooksDb>.StartAsync(servers, "webhooksdb", settings, virtualHost: virtualHost);
        wire = await Wire.ConnectAsync(virtualHost);
        Client = As(clientId: "subsidiary-b01");
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Client.Dispose();
        await wire.DisposeAsync();
        await host.DisposeAsync();
        await Receiver.DisposeAsync();
        await issuer.DisposeAsync();
    }

    protected HttpClient As(string clientId, string unitPath = "G/B01/", string kind = "client", string role = "Subsidiary", params string[] scopes) =>
        host.Client(issuer.Token(clientId, kind, unitPath, [$"{role}@{unitPath}"], scopes.Length > 0 ? scopes : Scopes));

    protected Task<(Guid Id, string Secret)> Subscribe(params string[] types) => SubscribeAt(Receiver.Target, types);

    protected async Task<(Guid Id, string Secret)> SubscribeAt(string target, params string[] types)
    {
        using var answer = await Client.PostAsJsonAsync("/api/v1/webhooks/subscriptions", new { target, eventTypes = types }, Ct);
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))!;
        Assert.True(answer.StatusCode == HttpStatusCode.Created, body.ToJsonString());
        return (body["id"]!.GetValue<Guid>(), body["secret"]!.GetValue<string>());
    }

    protected Task Close(string unitPath, Guid? caseId = null, Guid? messageId = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        return wire.Tell(new CaseClosed(caseId ?? Guid.CreateVersion7(), 3, "UNI-02", "UNI", unitPath, "Approved", null, null, null, now, now), messageId);
    }

    protected async Task<IReadOnlyList<JsonNode>> Deliveries(string query = "") =>
        [.. JsonNode.Parse(await Client.GetStringAsync("/api/v1/webhooks/deliveries" + query, Ct))!["deliveries"]!.AsArray().Select(one => one!)];

    protected Task Becomes(string state, int count = 1) => Eventually.Holds(async () => Assert.Equal(count, (await Deliveries("?state=" + state)).Count));

    protected async Task<T> Ask<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(host.Database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Retries now instead of in five seconds to twelve hours.</summary>
    protected Task<long> Hasten(int? attempts = null) => Ask<long>($"WITH changed AS (UPDATE deliveries SET next_at = now(){(attempts is { } made ? $", attempts = {made}" : "")} WHERE state = 'Waiting' RETURNING 1) SELECT count(*) FROM changed");
}
