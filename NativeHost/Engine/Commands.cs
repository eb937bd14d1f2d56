using System.Net.Http.Json;
using System.Runtime.InteropServices;
using Aspire.Hosting.ApplicationModel;
using Ronghe.NativeHost.Processes;
using Ronghe.NativeHost.Terminal;

namespace Ronghe.NativeHost.Engine;

/// <summary>The verbs of the host's command line; each returns the exit code.</summary>
internal static class Commands
{
    private const int Done = 0, Failed = 1, NotRunning = 3;
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(20);

    internal static async Task<int> RunAsync(IReadOnlyList<IResource> resources, HostOptions options, CancellationToken ct)
    {
        try
        {
            return options.Verb switch
            {
                "stop" => await StopAsync(options),
                "status" => await StatusAsync(options, ct),
                "token" => await TokenAsync(options, ct),
                _ => await RunPlatformAsync(resources, options, ct),
            };
        }
        catch (Exception e) when (e is UsageException or Servers.ServerStartException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return e is UsageException usage ? usage.ExitCode : Failed;
        }
    }

    private static async Task<int> RunPlatformAsync(IReadOnlyList<IResource> resources, HostOptions options, CancellationToken ct)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(ct);
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stopping.Cancel();
        }
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);

        var host = new PlatformHost(resources, options);
        await using var screen = Screen.Show(host, options);
        await host.RunAsync(ready => _ = ready.ContinueWith(_ => screen.WelcomeAsync(), stopping.Token, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default), stopping.Token);
        return Done;
    }

    private static async Task<int> StopAsync(HostOptions options)
    {
        if (HostFile.Read(options.Data) is not { } running || ProcessIdentity.Of(running.Pid) is not { } process) return Say($"Nothing runs on {options.Data}.", NotRunning);

        Posix.Signal(process.Pid, Posix.Terminate);
        var since = TimeProvider.System.GetTimestamp();
        while (process.IsRunning)
        {
            if (TimeProvider.System.GetElapsedTime(since) > StopPatience) return Say($"Process {process.Pid} has not ended after {StopPatience.TotalSeconds:0} s.", Failed);
            await Task.Delay(50);
        }
        return Say("Stopped.", Done);
    }

    private static async Task<int> StatusAsync(HostOptions options, CancellationToken ct)
    {
        if (HostFile.Read(options.Data) is not { } running || ProcessIdentity.Of(running.Pid) is null) return Say($"Nothing runs on {options.Data}.", NotRunning);

        using var client = new HttpClient { BaseAddress = new Uri(running.Api) };
        var states = await client.GetFromJsonAsync<List<ResourceState>>("api/resources", ct) ?? [];
        foreach (var state in states.Where(state => state.Type != "Parameter"))
            Console.WriteLine($"{state.Name,-16} {state.State,-11} {state.Health ?? "-",-10} {state.Pid,8} {state.Restarts,3}  {string.Join(' ', state.Endpoints.Select(url => url.Url))} {state.Note}");
        Console.WriteLine($"host {running.Api}  gateway {running.Gateway}");
        return running.Ready ? Done : Failed;
    }

    private static async Task<int> TokenAsync(HostOptions options, CancellationToken ct)
    {
        if (HostFile.Read(options.Data) is not { Gateway: { } gateway }) return Say($"Nothing runs on {options.Data}.", NotRunning);

        var client = options.VerbArguments.ElementAtOrDefault(0) ?? ClientToken.DemoClient;
        Console.WriteLine(await ClientToken.RequestAsync(new Uri(gateway), client, Path.Combine(options.Data, "demo", $"{client}.pem"), options.VerbArguments.ElementAtOrDefault(1), ct));
        return Done;
    }

    private static int Say(string line, int code)
    {
        Console.WriteLine(line);
        return code;
    }
}
