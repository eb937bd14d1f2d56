using Aspire.Hosting.ApplicationModel;
using Ronghe.NativeHost.Model;
using Ronghe.NativeHost.Servers;

namespace Ronghe.NativeHost.Engine;

/// <summary>PostgreSQL, RabbitMQ or Redis: started again on the same port when it dies.</summary>
internal sealed class ServerRunner(IResource resource, PlatformHost host) : Runner(resource, host)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private PrivateServer? server;
    private volatile bool ending;

    internal PostgresServer? Postgres => server as PostgresServer;

    protected override async Task KeepUpAsync(CancellationToken stopping)
    {
        Say(state => state with { State = "Starting" });
        server = await StartAsync(stopping);
        Resource.Find<Connection>()!.Text = ConnectionString(server);
        Shown();
        MarkHealthy();

        var backOff = new BackOff();
        while (true)
        {
            var since = TimeProvider.System.GetTimestamp();
            await WatchAsync(stopping);
            if (ending) return;
            Say(state => state with { State = "Restarting", Health = "Unhealthy", Pid = null, Restarts = state.Restarts + 1 });
            await backOff.WaitAsync(TimeProvider.System.GetElapsedTime(since), stopping);
            try
            {
                await server.StartAgainAsync(stopping);
                Shown();
            }
            catch (ServerStartException e)
            {
                Say(state => state with { Note = e.Message.Split('\n')[0] });
            }
            catch (OperationCanceledException)
            {
                // The stop came before this start had anything to stop.
                await server.StopAsync();
                throw;
            }
        }
    }

    internal override async Task StopAsync()
    {
        ending = true;
        if (server is null) return;
        Say(state => state with { State = "Stopping", Health = null });
        await server.StopAsync();
        Say(state => state with { State = "Stopped", Pid = null });
    }

    // Returns when the server has ended.
    private async Task WatchAsync(CancellationToken stopping)
    {
        var ended = server!.WaitForExitAsync(CancellationToken.None);
        while (await Task.WhenAny(ended, Task.Delay(Interval, stopping)) != ended)
        {
            stopping.ThrowIfCancellationRequested();
            string health;
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            try
            {
                await server.CheckAsync(limit.Token);
                health = "Healthy";
            }
            catch (Exception)
            {
                health = "Unhealthy";
            }
            if (!ended.IsCompleted) Say(state => state with { Health = health });
        }
    }

    private void Shown() => Say(state => state with
    {
        State = "Running", Health = "Healthy", Note = null, Pid = server!.Pid, StartedAt = TimeProvider.System.GetUtcNow(),
        Endpoints = [new ResourceUrl("tcp", $"tcp://127.0.0.1:{server.Port}"), .. server is RabbitServer rabbit ? [new ResourceUrl("management", rabbit.Management.ToString())] : Array.Empty<ResourceUrl>()],
    });

    private async Task<PrivateServer> StartAsync(CancellationToken ct)
    {
        var folder = Path.Combine(Host.Data, "servers", Name);
        int? Port(string? endpoint) => Resource.All<WantedPort>().FirstOrDefault(wanted => wanted.EndpointName == endpoint)?.Port;
        async Task<string?> Value(ParameterResource? parameter) => parameter is null ? null : await parameter.GetValueAsync(ct);
        T Common<T>(T options, string? password) where T : ServerOptions => options with
        {
            LogFile = Host.LogOf(Name), Port = Port(null), Password = password, Environment = Host.Marker,
            StopTimeout = TimeSpan.FromSeconds(8), Started = pid => Host.Journal.Add($"{options.GetType().Name.Replace("Options", "", StringComparison.Ordinal)} {Name}", pid, isServer: true),
        };

        return Resource switch
        {
            PostgresServerResource postgres => await PostgresServer.StartAsync(folder, Common(new PostgresOptions { UserName = await Value(postgres.UserNameParameter) ?? "postgres" }, await Value(postgres.PasswordParameter)), ct),
            RabbitMQServerResource rabbit => await RabbitServer.StartAsync(folder, Common(new RabbitOptions { UserName = await Value(rabbit.UserNameParameter) ?? "guest", ManagementPort = Port("management") }, await Value(rabbit.PasswordParameter)), ct),
            RedisResource redis => await RedisServer.StartAsync(folder, Common(new RedisOptions(), await Value(redis.PasswordParameter)), ct),
            _ => throw new NotSupportedException($"{Name} is a {Resource.GetType().Name}, which this engine cannot start."),
        };
    }

    private static string ConnectionString(PrivateServer server) => server switch
    {
        PostgresServer postgres => $"Host=127.0.0.1;Port={postgres.Port};Username={postgres.UserName};Password={postgres.Password}",
        RabbitServer rabbit => rabbit.ConnectionString,
        RedisServer redis => redis.ConnectionString,
        _ => throw new NotSupportedException(),
    };
}

/// <summary>A database, created on its server.</summary>
internal sealed class DatabaseRunner(PostgresDatabaseResource database, PlatformHost host) : Runner(database, host)
{
    internal override IEnumerable<IResource> DependsOn => [database.Parent];

    protected override async Task KeepUpAsync(CancellationToken stopping)
    {
        await ((ServerRunner)Host[database.Parent]).Postgres!.CreateDatabaseAsync(database.DatabaseName, stopping);
        Say(state => state with { State = "Running", Health = "Healthy" });
        MarkHealthy();
    }
}
