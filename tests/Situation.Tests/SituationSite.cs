using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;
using Ronghe.Situation;
using Ronghe.Testing;

[assembly: AssemblyFixture(typeof(Servers))]

namespace Ronghe.Situation.Tests;

[CollectionDefinition(nameof(SituationSite))]
public sealed class UsesSituationSite : ICollectionFixture<SituationSite>;

/// <summary>The service as it runs in production, with callers of every kind and the test's own place on the broker.</summary>
public sealed class SituationSite(Servers servers) : IAsyncLifetime
{
    private SmallDirectory directory = null!;

    internal Issuer Issuer { get; private set; } = null!;

    internal ServiceHost<SituationDb> Host { get; private set; } = null!;

    internal Wire Wire { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Issuer = await Issuer.StartAsync();
        directory = await SmallDirectory.StartAsync();
        var virtualHost = await servers.CreateVirtualHost();
        Host = await ServiceHost<SituationDb>.StartAsync(
            servers, "situationdb", Settings(), virtualHost: virtualHost);
        Wire = await Wire.ConnectAsync(virtualHost);
    }

    private Dictionary<string, string?> Settings() =>
        new([.. Issuer.Settings, .. directory.Settings, new("Logging:LogLevel:Default", "Error"), new("Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks", "None")]);

    public async ValueTask DisposeAsync()
    {
        await Wire.DisposeAsync();
        await Host.DisposeAsync();
        await directory.DisposeAsync();
        await Issuer.DisposeAsync();
    }

    internal HttpClient Person(string unitPath, params string[] roles) => Person(Guid.CreateVersion7(), unitPath, roles);

    internal HttpClient Person(Guid personId, string unitPath, params string[] roles) => Host.Client(Issuer.Person(personId, unitPath, roles));

    internal HttpClient Client(string unitPath, params string[] scopes) => Host.Client(Issuer.Client("subsidiary", unitPath, scopes));

    internal Task<ServiceHost<SituationDb>> StartReplica() => ServiceHost<SituationDb>.StartReplicaAsync(Host);

    /// <summary>Runs a statement as the superuser.</summary>
    internal async Task<T> Ask<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(Host.Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>The answer's body, whatever its status.</summary>
    internal static async Task<JsonNode> Body(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonNode>())!;

    /// <summary>The last part of a problem's type.</summary>
    internal static async Task<string> Problem(HttpResponseMessage answer) =>
        (await Body(answer))["type"]!.GetValue<string>()["urn:ronghe:problem:".Length..];
}
