using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Ronghe.Testing;

namespace Ronghe.Bench;

/// <summary>A service as a Release process of its own, on loopback.</summary>
public sealed class ServiceUnderTest : IAsyncDisposable
{
    private readonly string project;
    private readonly Dictionary<string, string> environment;
    private readonly string? cpus;
    private readonly Queue<string> output = [];
    private Process? process;

    private ServiceUnderTest(string project, Dictionary<string, string> environment, string? cpus) =>
        (this.project, this.environment, this.cpus) = (project, environment, cpus);

    /// <summary>Where it listens; the same over every restart.</summary>
    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort()}/");

    /// <summary>Its process.</summary>
    public Process Process => process!;

    /// <summary>Starts the service on these servers and returns when it is ready.</summary>
    /// <param name="project">Project in <c>services/</c>; must be referenced by the bench (not as an assembly), so that it is built.</param>
    /// <param name="settings">Its settings, such as connection strings, with <c>:</c> or <c>__</c> between the parts.</param>
    /// <param name="cpus">Processors for <c>taskset</c>, such as <c>0</c>; null for all.</param>
    public static async Task<ServiceUnderTest> StartAsync(string project, IEnumerable<KeyValuePair<string, string?>> settings, string? cpus = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var environment = settings.Where(one => one.Value is not null)
            .GroupBy(one => one.Key.Replace(":", "__", StringComparison.Ordinal)).ToDictionary(group => group.Key, group => group.Last().Value!);
        var service = new ServiceUnderTest(project, environment, cpus);
        await service.StartAgainAsync();
        return service;
    }

    /// <summary>Starts it again on the same address after <see cref="Kill9Async"/>.</summary>
    public async Task StartAgainAsync()
    {
        string[] command = [.. cpus is null ? Array.Empty<string>() : ["taskset", "-c", cpus], "dotnet",
            Path.Combine(Checkout.Root, "artifacts", "bin", project, "release", project + ".dll")];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = Path.Combine(Checkout.Root, "services", project),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_URLS"] = Address.GetLeftPart(UriPartial.Authority);
        start.Environment["Seed__Folder"] = Path.Combine(Checkout.Root, "seeds");
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        foreach (var (name, value) in environment) start.Environment[name] = value;
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await WaitUntilReady();
    }

    /// <summary>kill -9.</summary>
    public async Task Kill9Async()
    {
        process!.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>Processor time used so far.</summary>
    public TimeSpan Cpu()
    {
        process!.Refresh();
        return process.TotalProcessorTime;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (process is null) return;
        try
        {
            if (!process.HasExited) await Kill9Async();
        }
        catch (InvalidOperationException)
        {
            // It was killed and not started again.
        }
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
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
            {
            }

            if (process!.HasExited || watch.Elapsed > TimeSpan.FromMinutes(5))
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{project} did not come up:\n{Tail()}"));
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
            if (output.Count > 60) output.Dequeue();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
