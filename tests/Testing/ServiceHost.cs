using System.Net.Http.Headers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Ronghe.Testing;

/// <summary>
/// A service as it runs in production: its own Program.cs on real Kestrel at a loopback port.
/// <code>await using var welfare = await ServiceHost&lt;WelfareDb&gt;.StartAsync(servers, "welfaredb", issuer.Settings);</code>
/// </summary>
/// <typeparam name="TMarker">Any public type of the service's assembly.</typeparam>
public sealed class ServiceHost<TMarker> : WebApplicationFactory<TMarker>
    where TMarker : class
{
    private readonly IReadOnlyDictionary<string, string?> settings;
    private readonly Action<IServiceCollection>? services;

    private ServiceHost(IReadOnlyDictionary<string, string?> settings, Action<IServiceCollection>? services)
    {
        (this.settings, this.services) = (settings, services);
        UseKestrel(0);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Connection string of its database, as the superuser.</summary>
    public string Database { get; private init; } = "";

    /// <summary>
    /// Starts the service on a clone of its migrated and seeded template database and a virtual host of its own, and returns when
    /// it is ready.
    /// </summary>
    /// <param name="servers">The assembly's servers.</param>
    /// <param name="database">Name of its connection string.</param>
    /// <param name="settings">Further configuration, such as <c>Identity:Issuer</c>; it goes before what is set here.</param>
    /// <param name="services">Replaces what lies outside the platform, such as the clock.</param>
    /// <param name="virtualHost">Broker to use, to share it with another service; null for a new virtual host.</param>
    public static async Task<ServiceHost<TMarker>> StartAsync(
        Servers servers,
        string database,
        IReadOnlyDictionary<string, string?>? settings = null,
        Action<IServiceCollection>? services = null,
        string? virtualHost = null)
    {
        ArgumentNullException.ThrowIfNull(servers);
        var common = new Dictionary<string, string?>
        {
            ["ConnectionStrings:messaging"] = virtualHost ?? await servers.CreateVirtualHost(),
            ["ConnectionStrings:cache"] = await servers.RedisConnection(),
            ["Seed:Folder"] = Path.Combine(Checkout.Root, "seeds"),
        };
        foreach (var (key, value) in settings ?? new Dictionary<string, string?>()) common[key] = value;
        var connection = await servers.CloneDatabase(database, async template =>
            await (await StartOn(template, database, common, null)).DisposeAsync());
        return await StartOn(connection, database, common, services);
    }

    /// <summary>A second replica of a running service: the same settings, the same database.</summary>
    public static Task<ServiceHost<TMarker>> StartReplicaAsync(ServiceHost<TMarker> first)
    {
        ArgumentNullException.ThrowIfNull(first);
        return Start(new ServiceHost<TMarker>(first.settings, first.services) { Database = first.Database });
    }

    /// <summary>A client of the running service; with a token it calls on behalf of somebody.</summary>
    public HttpClient Client(string? token = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
        if (token is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <inheritdoc/>
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        // UseSetting, because Program.cs reads the configuration before any later source is added.
        foreach (var (key, value) in settings) builder.UseSetting(key, value);
        if (services is not null) builder.ConfigureTestServices(services);
    }

    private static Task<ServiceHost<TMarker>> StartOn(
        string connection, string database, Dictionary<string, string?> common, Action<IServiceCollection>? services) =>
        Start(new ServiceHost<TMarker>(new Dictionary<string, string?>(common) { [$"ConnectionStrings:{database}"] = connection }, services)
        {
            Database = connection,
        });

    private static async Task<ServiceHost<TMarker>> Start(ServiceHost<TMarker> host)
    {
        try
        {
            host.StartServer();
            host.Address = new Uri(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
            using var client = host.Client();
            await Eventually.Holds(async () =>
            {
                using var answer = await client.GetAsync(new Uri("/health", UriKind.Relative));
                if (!answer.IsSuccessStatusCode) throw new TimeoutException($"Not ready: {await answer.Content.ReadAsStringAsync()}");
            }, within: TimeSpan.FromMinutes(2)); // migrations and seeds of a first start, on a machine that is busy
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }
}
