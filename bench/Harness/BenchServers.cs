using Npgsql;
using Ronghe.NativeHost.Servers;

namespace Ronghe.Bench;

/// <summary>PostgreSQL that writes to disk before it answers, RabbitMQ and Redis for one bench, gone afterwards.</summary>
public sealed class BenchServers : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ronghe-bench-").FullName;

    private BenchServers() { }

    /// <summary>Durable: <c>fsync</c> and <c>synchronous_commit</c> are on.</summary>
    public PostgresServer Postgres { get; private set; } = null!;

    /// <summary>The broker.</summary>
    public RabbitServer Rabbit { get; private set; } = null!;

    /// <summary>Redis.</summary>
    public RedisServer Redis { get; private set; } = null!;

    /// <summary>Starts all three.</summary>
    public static async Task<BenchServers> StartAsync()
    {
        var servers = new BenchServers();
        var postgres = PostgresServer.StartAsync(Path.Combine(servers.folder, "postgres"), new() { Durable = true });
        var rabbit = RabbitServer.StartAsync(Path.Combine(servers.folder, "rabbit"));
        servers.Redis = await RedisServer.StartAsync(Path.Combine(servers.folder, "redis"));
        servers.Postgres = await postgres;
        servers.Rabbit = await rabbit;
        return servers;
    }

    /// <summary>A new database; the answer is its connection string, as the superuser.</summary>
    public async Task<string> CreateDatabase(string name)
    {
        await Postgres.CreateDatabaseAsync(name);
        return Postgres.ConnectionString(name);
    }

    /// <summary>Runs statements as the superuser.</summary>
    public static async Task Execute(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false;Command Timeout=0");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Asks for one value as the superuser.</summary>
    public static async Task<T> Ask<T>(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false;Command Timeout=0");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Rabbit.DisposeAsync();
        await Redis.DisposeAsync();
        await Postgres.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
