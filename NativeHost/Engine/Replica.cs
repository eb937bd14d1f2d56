using Aspire.Hosting.ApplicationModel;
using Ronghe.NativeHost.Model;
using Ronghe.NativeHost.Processes;

namespace Ronghe.NativeHost.Engine;

/// <summary>One process of a resource: started, watched, started again when it dies.</summary>
internal sealed class Replica(ProcessRunner runner, PlatformHost host, int number, int count)
{
    private const int TriesBeforeGivingUp = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly TaskCompletionSource healthy = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LoggedProcess? process;
    private volatile bool ending;

    internal string Name => count == 1 ? runner.Resource.Name : $"{runner.Resource.Name}-{number}";
    internal Task Healthy => healthy.Task;
    internal int? ExitCode { get; private set; }

    internal async Task RunAsync(Action started, CancellationToken stopping)
    {
        var backOff = new BackOff();
        for (var failures = 0; ;)
        {
            var since = TimeProvider.System.GetTimestamp();
            await LaunchAsync(stopping);
            started();
            using (var watching = CancellationTokenSource.CreateLinkedTokenSource(stopping))
            {
                var check = HealthCheck.WatchAsync(runner.Resource, number, process!.Pid, Report, watching.Token);
                await process.WaitForExitAsync(CancellationToken.None);
                await watching.CancelAsync();
                await check;
            }
            ExitCode = process.ExitCode;
            if (ending) return;
            stopping.ThrowIfCancellationRequested();
            Say(state => state with { State = "Exited", Health = null, Pid = null, ExitCode = ExitCode });
            if (runner.Resource is ExecutableResource && ExitCode == 0) return;

            // Killed or asked to stop from outside (128 + signal) is not the program's own doing; an abort is.
            failures = healthy.Task.IsCompleted || ExitCode is 128 + Posix.Kill or 128 + Posix.Terminate or 128 + Posix.Interrupt ? 0 : failures + 1;
            if (failures >= TriesBeforeGivingUp) GiveUp();
            Say(state => state with { State = "Restarting", Restarts = state.Restarts + 1 });
            await backOff.WaitAsync(TimeProvider.System.GetElapsedTime(since), stopping);
        }
    }

    internal async Task StopAsync()
    {
        ending = true;
        if (process is null || process.HasExited) return;
        Say(state => state with { State = "Stopping", Health = null });
        await process.StopAsync(Posix.Terminate, Patience);
        Say(state => state with { State = "Stopped", Pid = null, ExitCode = process.ExitCode });
    }

    private async Task LaunchAsync(CancellationToken ct)
    {
        var launch = await ProcessLaunch.OfAsync(runner.Resource, number, host, Name, ct);
        process?.Dispose();
        process = LoggedProcess.Start(launch);
        host.Journal.Add(Name, process.Pid, isServer: false);
        Say(state => state with
        {
            State = "Running", Pid = process.Pid, ExitCode = null, Health = null, Endpoints = runner.Urls(number), StartedAt = TimeProvider.System.GetUtcNow(), Note = runner.PortNote,
        });
        // A stop that came while this was starting has not seen the process.
        if (ending) await process.StopAsync(Posix.Terminate, Patience);
    }

    private void Report(string health)
    {
        if (process is { HasExited: true }) return;
        Say(state => state with { Health = health.Length == 0 ? null : health });
        if (health is not "Unhealthy") healthy.TrySetResult();
    }

    private void GiveUp()
    {
        Say(state => state with { State = "Failed", Note = $"ended {TriesBeforeGivingUp} times before it was healthy" });
        var tail = string.Join('\n', File.ReadLines(host.LogOf(Name)).TakeLast(25).Select(line => $"    {line}"));
        throw new UsageException($"{Name} ended {TriesBeforeGivingUp} times with exit code {ExitCode} before it was healthy. The end of its log, {host.LogOf(Name)}:\n{tail}", exitCode: 1);
    }

    private void Say(Func<ResourceState, ResourceState> change) => host.Board.Set(Name, change);
}
