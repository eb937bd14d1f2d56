using Ronghe.Testing;

namespace Ronghe.Bench;

/// <summary>Replicas of a service on servers of their own, with tokens and a small directory.</summary>
public sealed class ServiceGround : IAsyncDisposable
{
    private readonly List<ServiceUnderTest> replicas = [];
    private string project = "";
    private string connectionName = "";
    private BenchServers servers = null!;
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
        var servers = await BenchServers.StartAsync();
        return new ServiceGround
        {
            project = project,
            connectionName = connectionName,
            servers = servers,
            Messaging = await servers.Rabbit.CreateVirtualHostAsync("bench"),
            Database = await servers.CreateDatabase(connectionName),
            Issuer = await Issuer.StartAsync(),
            directory = await SmallDirectory.StartAsync(),
        };
    }

    /// <summary>Starts a replica and returns when it is ready.</summary>
    public async Task<ServiceUnderTest> Launch()
    {
        var replica = await ServiceUnderTest.StartAsync(project,
        [
            new($"ConnectionStrings__{connectionName}", Database), new("ConnectionStrings__messaging", Messaging),
            new("ConnectionStrings__cache", servers.Redis.ConnectionString), .. Issuer.Settings, .. directory.Settings,
        ]);
        replicas.Add(replica);
        return replica;
    }

    /// <summary>Runs statements as the superuser.</summary>
    public Task Execute(string sql) => BenchServers.Execute(Database, sql);

    /// <summary>Asks as the superuser.</summary>
    public Task<T> Ask<T>(string sql) => BenchServers.Ask<T>(Database, sql);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var replica in replicas) await replica.DisposeAsync();
        await directory.DisposeAsync();
        await Issuer.DisposeAsync();
        await servers.DisposeAsync();
    }
}
