using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Ronghe.NativeHost.Servers;
using Ronghe.Testing;

namespace Ronghe.Bench;

/// <summary>A service as Release processes on a durable PostgreSQL of its own, with a broker, Redis, tokens and a small directory.</summary>
public sealed class ServiceGround : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ronghe-bench-").FullName;
    private readonly List<Process> processes = [];
    private string project = "";
    private string connectionName = "";
    private PostgresServer postgres = null!;
    private RabbitServer rabbit = null!;
    private RedisServer redis = null!;
    private SmallDirectory directory = null!;

    /// <summary>Signs tokens of every kind.</summary>
    public Issuer Issuer { get; private set; } = null!;

    /// <summary>The service's database, as the superuser.</summary>
    public string Database { get; private set; } = "";

    /// <summary>The broker.</summary>
    public string Messaging { get; private set; } = "";

    /// <summary>Starts everything but the service.</summary>
    /// <param name="project">Project in <c>services/</c>, which the bench's own project builds in Release.</param>
    /// <param name="connectionName">Name of its connection string.</param>
    public static async Task<ServiceGround> StartAsync(string project, string connectionName)
    {
        var ground = new ServiceGround { project = project, connectionName = connectionName };
        ground.postgres = await PostgresServer.StartAsync(Path.Combine(ground.folder, "postgres"), new() { Durable = true });
        ground.rabbit = await RabbitServer.StartAsync(Path.Combine(ground.folder, "rabbit"));
        ground.redis = await RedisServer.StartAsync(Path.Combine(ground.folder, "redis"), new() { Durable = false });
        ground.Messaging = await ground.rabbit.CreateVirtualHostAsync("bench");
        ground.Issuer = await Issuer.StartAsync();
        ground.directory = await SmallDirectory.StartAsync();
        await Execute(ground.postgres.ConnectionString(), $"CREATE DATABASE {connectionName}");
        ground.Database = new NpgsqlConnectionStringBuilder(ground.postgres.ConnectionString()) { Database = connectionName }.ConnectionString;
        return ground;
    }

    /// <summary>Starts a replica and returns when it is ready.</summary>
    public async Task<(Uri Address, Process Process)> Launch()
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}/");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(Checkout.Root, "artifacts", "bin", project, "release", project + ".dll")])
        {
            WorkingDirectory = Path.Combine(Checkout.Root, "services", project),
            Environment =
            {
                ["ASPNETCORE_URLS"] = address.GetLeftPart(UriPartial.Authority),
                [$"ConnectionStrings__{connectionName}"] = Database,
                ["ConnectionStrings__messaging"] = Messaging,
                ["ConnectionStrings__cache"] = redis.ConnectionString,
                ["Platform__Secret"] = "bench-secret-of-the-platform",
                ["Seed__Folder"] = Path.Combine(Checkout.Root, "seeds"),
                ["Logging__LogLevel__Default"] = "Error",
            },
        };
        foreach (var (key, value) in Issuer.Settings.Concat(directory.Settings)) start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        var process = Process.Start(start)!;
        processes.Add(process);
        using var client = new HttpClient { BaseAddress = address };
        await Eventually.True(
            async () => process.HasExited ? throw new InvalidOperationException($"{project} ended with {process.ExitCode}.") : (await client.GetAsync(new Uri("health", UriKind.Relative))).IsSuccessStatusCode,
            $"{project} is ready", TimeSpan.FromMinutes(2));
        return (address, process);
    }

    /// <summary>Runs statements as the superuser.</summary>
    public Task Execute(string sql) => Execute(Database, sql);

    /// <summary>Asks as the superuser.</summary>
    public async Task<T> Ask<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        await directory.DisposeAsync();
        await Issuer.DisposeAsync();
        await redis.DisposeAsync();
        await rabbit.DisposeAsync();
        await postgres.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task Execute(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        await command.ExecuteNonQueryAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
