using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using Ronghe.NativeHost.Servers;
using Xunit;

namespace Ronghe.Testing;

/// <summary>
/// Real PostgreSQL, RabbitMQ and Redis for the tests of one assembly: private servers, started on first use, or, when
/// <c>RONGHE_TEST_SERVERS</c> names a JSON file <c>{ "postgres", "rabbit", "rabbitManagement", "redis" }</c>, running ones in
/// which every test class has databases and a virtual host of its own.
/// <code>[assembly: AssemblyFixture(typeof(Servers))]</code>
/// </summary>
public sealed class Servers : IAsyncLifetime
{
    private static int number;
    private readonly string folder = Directory.CreateTempSubdirectory("ronghe-tests-").FullName;
    private readonly string run = Convert.ToHexStringLower(BitConverter.GetBytes(Environment.ProcessId))[..6];
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> templates = new();
    private readonly ConcurrentBag<string> databases = [];
    private readonly ConcurrentBag<string> virtualHosts = [];
    private readonly Lazy<Task<PostgresServer>> postgres;
    private readonly Lazy<Task<RabbitServer>> rabbit;
    private readonly Lazy<Task<RedisServer>> redis;
    private SharedServers? shared;

    /// <summary>Starts nothing yet.</summary>
    public Servers()
    {
        postgres = new(() => PostgresServer.StartAsync(Path.Combine(folder, "postgres"), new() { Durable = false }));
        rabbit = new(() => RabbitServer.StartAsync(Path.Combine(folder, "rabbit")));
        redis = new(() => RedisServer.StartAsync(Path.Combine(folder, "redis"), new() { Durable = false }));
    }

    /// <summary>The assembly's own PostgreSQL, to be killed and restarted; throws when the servers are shared.</summary>
    public Task<PostgresServer> OwnPostgres => MustBeOwn(postgres);

    /// <summary>The assembly's own RabbitMQ.</summary>
    public Task<RabbitServer> OwnRabbit => MustBeOwn(rabbit);

    /// <summary>The assembly's own Redis.</summary>
    public Task<RedisServer> OwnRedis => MustBeOwn(redis);

    /// <summary>Redis.</summary>
    public async Task<string> RedisConnection() => shared?.Redis ?? (await redis.Value).ConnectionString;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("RONGHE_TEST_SERVERS") is { Length: > 0 } file)
        {
            shared = JsonSerializer.Deserialize<SharedServers>(await File.ReadAllTextAsync(file), JsonSerializerOptions.Web);
        }
    }

    /// <summary>A new empty database; its name ends in <c>db</c>, so that the service's role gets a name of its own.</summary>
    public async Task<string> CreateDatabase(string name = "test") => await CreateDatabase(name, template: null);

    /// <summary>
    /// A new database cloned from the template of this name, which <paramref name="prepare"/> fills once for the assembly.
    /// </summary>
    public async Task<string> CloneDatabase(string name, Func<string, Task> prepare)
    {
        var template = await templates.GetOrAdd(name, _ => new(async () =>
        {
            var connection = await CreateDatabase(name, template: null);
            await prepare(connection);
            NpgsqlConnection.ClearAllPools();
            return new NpgsqlConnectionStringBuilder(connection).Database!;
        })).Value;
        return await CreateDatabase(name, template);
    }

    /// <summary>A new virtual host of the broker; the answer is its connection string.</summary>
    public async Task<string> CreateVirtualHost()
    {
        var name = UniqueName("test");
        virtualHosts.Add(name);
        if (shared is null) return await (await rabbit.Value).CreateVirtualHostAsync(name);
        using var management = await Management();
        using var created = await management.PutAsync(new Uri($"api/vhosts/{name}", UriKind.Relative), null);
        created.EnsureSuccessStatusCode();
        return $"{shared.Rabbit.TrimEnd('/')}/{name}";
    }

    /// <summary>A signed-in client of the broker's management API.</summary>
    public async Task<HttpClient> Management()
    {
        if (shared is null) return (await rabbit.Value).ManagementClient();
        var login = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Uri.UnescapeDataString(new Uri(shared.Rabbit).UserInfo)));
        return new HttpClient { BaseAddress = new Uri(shared.RabbitManagement), DefaultRequestHeaders = { Authorization = new("Basic", login) } };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (shared is not null) await LeaveShared();
        if (rabbit.IsValueCreated) await (await rabbit.Value).DisposeAsync();
        if (postgres.IsValueCreated) await (await postgres.Value).DisposeAsync();
        if (redis.IsValueCreated) await (await redis.Value).DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<string> CreateDatabase(string name, string? template)
    {
        var database = UniqueName(name.EndsWith("db", StringComparison.Ordinal) ? name[..^2] : name) + "db";
        await Administrate($"CREATE DATABASE \"{database}\"" + (template is null ? "" : $" TEMPLATE \"{template}\""));
        databases.Add(database);
        return new NpgsqlConnectionStringBuilder(await PostgresConnection()) { Database = database }.ConnectionString;
    }

    private async Task LeaveShared()
    {
        foreach (var database in databases) await Administrate($"DROP DATABASE IF EXISTS \"{database}\" WITH (FORCE)");
        using var management = await Management();
        foreach (var name in virtualHosts) (await management.DeleteAsync(new Uri($"api/vhosts/{name}", UriKind.Relative))).Dispose();
    }

    private async Task Administrate(string sql)
    {
        await using var connection = new NpgsqlConnection(await PostgresConnection() + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<string> PostgresConnection() => shared?.Postgres ?? (await postgres.Value).ConnectionString();

    private string UniqueName(string name) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}_{run}_{Interlocked.Increment(ref number)}");

    private Task<T> MustBeOwn<T>(Lazy<Task<T>> server) => shared is null
        ? server.Value
        : throw new InvalidOperationException("Shared servers are not this test's to stop.");

    private sealed record SharedServers(string Postgres, string Rabbit, string RabbitManagement, string Redis);
}
