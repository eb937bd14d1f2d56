using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Ronghe.NativeHost.Processes;

namespace Ronghe.NativeHost.Servers;

/// <summary>
/// A private Redis.
/// <code>
/// await using var redis = await RedisServer.StartAsync(folder, ct: ct);
/// await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
/// </code>
/// </summary>
public sealed class RedisServer : PrivateServer
{
    private const string Program = "/usr/bin/redis-server";
    private readonly RedisOptions options;

    private RedisServer(string folder, RedisOptions options) : base("Redis", folder, options) => this.options = options;

    /// <summary>Starts the server and returns when it answers.</summary>
    public static async Task<RedisServer> StartAsync(string folder, RedisOptions? options = null, CancellationToken ct = default)
    {
        var server = new RedisServer(Path.GetFullPath(folder), options ?? new());
        await server.FirstStartAsync(ct);
        return server;
    }

    /// <summary><c>127.0.0.1:port,password=…</c></summary>
    public string ConnectionString => $"127.0.0.1:{Port},password={Password}";

    /// <inheritdoc/>
    public override async Task CheckAsync(CancellationToken ct)
    {
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync("127.0.0.1", Port, ct);
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.ASCII);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"AUTH {Password}\r\nPING\r\n"), ct);
        if (await reader.ReadLineAsync(ct) is not "+OK" || await reader.ReadLineAsync(ct) is not "+PONG")
            throw new IOException("Redis answers, but not to this password or while it still loads its data.");
    }

    private protected override Task<Launch> PrepareAsync(CancellationToken ct)
    {
        Installed(Program, "redis-server");
        // The password stands in a private file: on the command line every user of the machine could read it.
        WritePrivately("redis.conf", string.Create(CultureInfo.InvariantCulture, $"""
            bind 127.0.0.1
            port {Port}
            dir "{Folder}"
            requirepass {Password}
            daemonize no
            appendonly {(options.Durable ? "yes" : "no")}
            appendfsync everysec
            save ""
            maxmemory 256mb
            maxmemory-policy noeviction

            """));
        return Task.FromResult(new Launch(Program, [At("redis.conf")], Folder, LogFile));
    }
}
