using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Ronghe.Testing;

/// <summary>
/// The real Identity in a process of its own, with the demo group. Services under test trust its tokens:
/// <code>
/// await using var identity = await IdentityHost.StartAsync(servers);
/// var token = await identity.SignIn.Person("b01-union-officer");
/// await using var welfare = await ServiceHost&lt;WelfareDb&gt;.StartAsync(servers, "welfaredb", identity.Settings, virtualHost: identity.VirtualHost);
/// </code>
/// </summary>
public sealed class IdentityHost : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ronghe-identity-").FullName;
    private readonly Queue<string> output = [];
    private readonly string secret;
    private readonly string database;
    private readonly string cache;
    private readonly Uri issuer;
    private Process? process;

    private IdentityHost(string virtualHost, string database, string cache)
    {
        (VirtualHost, this.database, this.cache, secret) = (virtualHost, database, cache, RandomNumberGenerator.GetHexString(32));
        Address = issuer = new Uri($"http://127.0.0.1:{FreePort()}/");
        SignIn = new SignIn(Address, "Demo-" + RandomNumberGenerator.GetHexString(12), Path.Combine(folder, "subsidiary-b01.pem"));
    }

    private IdentityHost(IdentityHost first)
    {
        (VirtualHost, database, cache, secret, issuer, SignIn) = (first.VirtualHost, first.database, first.cache, first.secret, first.issuer, first.SignIn);
        Address = new Uri($"http://127.0.0.1:{FreePort()}/");
    }

    /// <summary>Where it listens; of the first replica, also the issuer of its tokens.</summary>
    public Uri Address { get; }

    /// <summary>Where it publishes the directory's events.</summary>
    public string VirtualHost { get; }

    /// <summary>Signs demo accounts and the demo subsidiary in.</summary>
    public SignIn SignIn { get; }

    /// <summary>Configuration that lets a service accept its tokens and read its snapshot.</summary>
    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Identity:Issuer"] = issuer.ToString(),
        ["Identity:Keys"] = new Uri(Address, ".well-known/jwks").ToString(),
        ["Identity:Inside"] = Address.ToString(),
        ["Platform:Secret"] = secret,
    };

    /// <summary>Starts Identity on a database and a virtual host of its own and returns when the group is seeded.</summary>
    /// <param name="cache">Connection string of Redis; null for the assembly's own.</param>
    public static async Task<IdentityHost> StartAsync(Servers servers, int people = 1200, string? cache = null)
    {
        ArgumentNullException.ThrowIfNull(servers);
        return await Start(new(await servers.CreateVirtualHost(), await servers.CreateDatabase("identity"), cache ?? await servers.RedisConnection()), people);
    }

    /// <summary>A second replica: the same database, issuer and secret, another address.</summary>
    public static Task<IdentityHost> StartReplicaAsync(IdentityHost first) => Start(new IdentityHost(first ?? throw new ArgumentNullException(nameof(first))), 1200);

    private static async Task<IdentityHost> Start(IdentityHost host, int people)
    {
        try
        {
            host.Launch(people);
            await host.WaitUntilReady();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process?.Dispose();
        if (Address == issuer) SignIn.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Ends the process at once, like a power cut.</summary>
    public async Task Kill()
    {
        process!.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    /// <summary>Starts the killed process again, at the same address.</summary>
    public async Task StartAgain()
    {
        process!.Dispose();
        Launch(1200);
        await WaitUntilReady();
    }

    private void Launch(int people)
    {
        // artifacts/bin/{project}/{configuration}: Identity was built with this project, in the same configuration.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var start = new ProcessStartInfo("dotnet", [Path.Combine(Checkout.Root, "artifacts", "bin", "Identity", configuration, "Identity.dll")])
        {
            WorkingDirectory = Path.Combine(Checkout.Root, "services", "Identity"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["ASPNETCORE_URLS"] = Address.GetLeftPart(UriPartial.Authority),
                ["ConnectionStrings__identitydb"] = database,
                ["ConnectionStrings__messaging"] = VirtualHost,
                ["ConnectionStrings__cache"] = cache,
                ["Identity__Issuer"] = issuer.ToString(),
                ["Platform__Secret"] = secret,
                ["Seed__Folder"] = Path.Combine(Checkout.Root, "seeds"),
                ["Seed__People"] = people.ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["Seed__DemoPassword"] = SignIn.Password,
                ["Seed__KeyFolder"] = folder,
            },
        };
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private async Task WaitUntilReady()
    {
        using var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri("health", UriKind.Relative));
                if (answer.IsSuccessStatusCode) return;
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !process!.HasExited)
            {
            }

            if (process!.HasExited || watch.Elapsed > TimeSpan.FromMinutes(4)) throw new InvalidOperationException($"Identity did not come up:\n{Tail()}");
            await Task.Delay(50);
        }
    }

    private string Tail()
    {
        lock (output) return string.Join('\n', output);
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (output)
        {
            output.Enqueue(line);
            if (output.Count > 40) output.Dequeue();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
