using Aspire.Hosting.ApplicationModel;
using Ronghe.NativeHost.Model;
using Ronghe.NativeHost.Processes;

namespace Ronghe.NativeHost.Engine;

/// <summary>A project or another program, as many processes as it has replicas.</summary>
internal sealed class ProcessRunner : Runner
{
    private readonly List<Replica> replicas;

    internal ProcessRunner(IResource resource, PlatformHost host) : base(resource, host)
    {
        var count = Math.Max(1, resource.Find<Replicas>()?.Count ?? 1);
        foreach (var endpoint in resource.All<Endpoint>()) endpoint.Ports = [.. Enumerable.Range(0, count).Select(replica => PortFor(endpoint, replica))];
        replicas = [.. Enumerable.Range(0, count).Select(number => new Replica(this, host, number, count))];
    }

    internal IEnumerable<string> ReplicaNames => replicas.Select(replica => replica.Name);

    /// <summary>Says so when a wanted port was someone else's.</summary>
    internal string? PortNote => string.Join(", ", Resource.All<Endpoint>().Where(endpoint => endpoint.Wanted is { } wanted && endpoint.Ports[0] != wanted)
        .Select(endpoint => $"port {endpoint.Wanted} was taken")) is { Length: > 0 } note ? note : null;

    internal IReadOnlyList<ResourceUrl> Urls(int replica) => [.. Resource.All<Endpoint>().Select(endpoint =>
    {
        var shown = new ResourceUrlAnnotation { Url = endpoint.Url(replica) };
        foreach (var change in Resource.All<UrlChange>().Where(change => change.EndpointName == endpoint.Name)) change.Change(shown);
        return new ResourceUrl(endpoint.Name, new Uri(new Uri(endpoint.Url(replica)), shown.Url).ToString().TrimEnd('/'), shown.DisplayText);
    })];

    protected override async Task KeepUpAsync(CancellationToken stopping)
    {
        Say(state => state with { State = "Starting" });
        var running = replicas.Select(replica => replica.RunAsync(MarkStarted, stopping)).ToList();
        var healthy = Task.WhenAll(replicas.Select(replica => replica.Healthy));
        var firstEnd = Task.WhenAny(running);
        if (await Task.WhenAny(healthy, firstEnd) == healthy) MarkHealthy();
        await Task.WhenAll(running);
        MarkCompleted(replicas[0].ExitCode ?? 0);
    }

    internal override Task StopAsync() => Task.WhenAll(replicas.Select(replica => replica.StopAsync()));

    protected override void Say(Func<ResourceState, ResourceState> change)
    {
        foreach (var name in ReplicaNames) Host.Board.Set(name, change);
    }

    private static int PortFor(Endpoint endpoint, int replica)
        => replica == 0 && endpoint.Wanted is { } wanted && Ports.TryReserve(wanted) ? wanted : Ports.Free();
}
