using Aspire.Hosting.ApplicationModel;
using Ronghe.NativeHost.Model;

namespace Ronghe.NativeHost.Engine;

/// <summary>Brings one resource up, keeps it up, takes it down.</summary>
internal abstract class Runner(IResource resource, PlatformHost host)
{
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource healthy = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int> completed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal IResource Resource { get; } = resource;
    internal Task Healthy => healthy.Task;
    internal Task Started => started.Task;
    protected PlatformHost Host { get; } = host;
    protected string Name => Resource.Name;

    /// <summary>What must be there first, and must go last.</summary>
    internal virtual IEnumerable<IResource> DependsOn => Resource.All<Waiting>().Select(wait => wait.For);

    /// <summary>Ends when the resource is no longer kept up: after <paramref name="stopping"/>, or with an exception that ends the whole start.</summary>
    internal async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            await WaitForOthersAsync(stopping);
            await KeepUpAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    protected abstract Task KeepUpAsync(CancellationToken stopping);

    internal virtual Task StopAsync() => Task.CompletedTask;

    protected void MarkStarted() => started.TrySetResult();

    protected void MarkHealthy()
    {
        started.TrySetResult();
        healthy.TrySetResult();
    }

    protected void MarkCompleted(int exitCode) => completed.TrySetResult(exitCode);

    protected virtual void Say(Func<ResourceState, ResourceState> change) => Host.Board.Set(Name, change);

    private async Task WaitForOthersAsync(CancellationToken stopping)
    {
        var waits = Resource.All<Waiting>().Select(wait => (wait.For.Name, Task: Until(wait))).ToList();
        if (Resource is IResourceWithParent { Parent: var parent }) waits.Add((parent.Name, Host[parent].Healthy));
        while (waits.Where(wait => !wait.Task.IsCompletedSuccessfully).ToList() is { Count: > 0 } open)
        {
            Say(state => state with { Note = $"for {string.Join(", ", open.Select(wait => wait.Name))}" });
            await await Task.WhenAny(open.Select(wait => wait.Task)).WaitAsync(stopping);
        }
        Say(state => state with { Note = null });
    }

    private Task Until(Waiting wait) => wait.Until switch
    {
        WaitEnd.Started => Host[wait.For].Started,
        WaitEnd.Completed => CompletedWith(Host[wait.For], wait.ExitCode),
        _ => Host[wait.For].Healthy,
    };

    private async Task CompletedWith(Runner other, int exitCode)
    {
        var code = await other.completed.Task;
        if (code != exitCode) throw new UsageException($"{Name} waits for {other.Name} to end with {exitCode}, but it ended with {code}.");
    }
}

/// <summary>A value: nothing to start.</summary>
internal sealed class ParameterRunner(ParameterResource parameter, PlatformHost host) : Runner(parameter, host)
{
    protected override async Task KeepUpAsync(CancellationToken stopping)
    {
        await parameter.GetValueAsync(stopping);
        Say(state => state with { State = "Running" });
        MarkHealthy();
    }
}

/// <summary>How long to wait before the next start: 0.5 s doubled up to 10 s, from the beginning after half a minute of life.</summary>
internal sealed class BackOff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.5), Most = TimeSpan.FromSeconds(10), Settled = TimeSpan.FromSeconds(30);
    private TimeSpan next = First;

    internal async Task WaitAsync(TimeSpan lived, CancellationToken ct)
    {
        if (lived > Settled) next = First;
        var wait = next;
        next = next * 2 < Most ? next * 2 : Most;
        await Task.Delay(wait, ct);
    }
}
