using Npgsql;
using Ronghe.NativeHost.Processes;
using Ronghe.NativeHost.Servers;

namespace Ronghe.NativeHost.Tests.Servers;

public sealed class ServerTests : IDisposable
{
    private readonly TestFolder folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Postgres_keeps_its_rows_over_kill_9_and_a_restart_on_the_same_port()
    {
        await using var postgres = await PostgresServer.StartAsync(folder.Path + "/postgres", ct: Ct);
        await postgres.CreateDatabaseAsync("one", Ct);
        await postgres.CreateDatabaseAsync("one", Ct);
        await Run(postgres, "CREATE TABLE kept AS SELECT 7 AS figure");
        var port = postgres.Port;

        await postgres.Kill9Async();
        Assert.Equal(0, postgres.Pid);
        await Assert.ThrowsAnyAsync<Exception>(() => postgres.CheckAsync(Ct));
        await postgres.StartAgainAsync(Ct);

        Assert.Equal(port, postgres.Port);
        Assert.Equal(7, await Run(postgres, "SELECT figure FROM kept"));
    }

    [Fact]
    public async Task A_folder_started_again_has_the_same_password_and_port()
    {
        var first = await RedisServer.StartAsync(folder.Path + "/redis", ct: Ct);
        var connectionString = first.ConnectionString;
        await first.DisposeAsync();

        await using var second = await RedisServer.StartAsync(folder.Path + "/redis", ct: Ct);

        Assert.Equal(connectionString, second.ConnectionString);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(second.Folder + "/password"));
    }

    [Fact]
    public async Task A_taken_port_is_left_to_its_owner()
    {
        await using var first = await RedisServer.StartAsync(folder.Path + "/first", ct: Ct);
        await using var second = await RedisServer.StartAsync(folder.Path + "/second", new() { Port = first.Port }, Ct);

        Assert.NotEqual(first.Port, second.Port);
        await first.CheckAsync(Ct);
        await second.CheckAsync(Ct);
    }

    [Fact]
    public async Task Rabbit_serves_virtual_hosts_and_leaves_no_process_behind()
    {
        var started = new List<int>();
        var rabbit = await RabbitServer.StartAsync(folder.Path + "/rabbit", new() { Started = started.Add }, Ct);
        var amqp = await rabbit.CreateVirtualHostAsync("a/b", Ct);
        Assert.EndsWith("/a%2Fb", amqp, StringComparison.Ordinal);

        await rabbit.Kill9Async();
        await rabbit.StartAgainAsync(Ct);
        await rabbit.CheckAsync(Ct);
        var below = ProcessIdentity.Descendants(rabbit.Pid);
        await rabbit.DisposeAsync();

        Assert.Equal(3, started.Count);
        Assert.DoesNotContain(started, pid => ProcessIdentity.Of(pid) is not null);
        Assert.DoesNotContain(below, process => process.IsRunning);
    }

    [Fact]
    public async Task A_server_that_cannot_start_says_why()
    {
        Directory.CreateDirectory(folder.Path + "/postgres/data");
        var failure = await Assert.ThrowsAsync<ServerStartException>(() =>
            PostgresServer.StartAsync(folder.Path + "/postgres", new() { MaxConnections = -1 }, Ct));
        Assert.Contains("max_connections", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<object?> Run(PostgresServer postgres, string sql)
    {
        await using var data = NpgsqlDataSource.Create(postgres.ConnectionString("one"));
        await using var command = data.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Ct);
    }
}
