using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;
using Ronghe.NativeHost.Model;
using Ronghe.NativeHost.Telemetry;

namespace Ronghe.NativeHost.Engine;

/// <summary>Where the children send their telemetry.</summary>
internal sealed record OtlpTarget(string Endpoint, string Protocol, string Headers);

/// <summary>Runs the resources of one AppHost: each when what it waits for is there, and back down in the opposite order.</summary>
internal sealed class PlatformHost
{
    private readonly Dictionary<IResource, Runner> runners = [];

    internal PlatformHost(IReadOnlyList<IResource> resources, HostOptions options)
    {
        Data = options.Data;
        Journal = new ChildJournal(Data);
        Marker = new Dictionary<string, string?> { [ChildJournal.Marker] = Data };
        foreach (var resource in Selected(resources, options.Only)) Add(resource);
        // Addresses may be named of what this run leaves out; they just lead nowhere.
        foreach (var endpoint in resources.Except(runners.Keys).SelectMany(resource => resource.All<Endpoint>())) endpoint.Ports = [Processes.Ports.Free()];
    }

    internal string Data { get; }
    internal ResourceBoard Board { get; } = new();
    internal ChildJournal Journal { get; }
    internal IReadOnlyDictionary<string, string?> Marker { get; }
    internal OtlpTarget Otlp { get; private set; } = new("", "grpc", "");
    internal string EnvironmentName { get; } = Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? "Development";
    internal Runner this[IResource resource] => runners.TryGetValue(resource, out var runner) ? runner : throw new UsageException($"{resource.Name} is needed but is no part of this AppHost.");

    internal IReadOnlyList<IResource> Resources => [.. runners.Keys];

    /// <summary>The first external endpoint: where people and machines come in.</summary>
    internal string? Gateway => runners.Keys.SelectMany(resource => resource.All<Endpoint>()).FirstOrDefault(endpoint => endpoint.IsExternal && endpoint.Environment is null)?.Url();

    internal string LogOf(string name) => Path.Combine(Data, "logs", $"{name}.log");

    /// <summary>Runs until <paramref name="stopping"/>; throws when a resource cannot come up. Leaves no process behind either way.</summary>
    internal async Task RunAsync(Action<Task> starting, CancellationToken stopping)
    {
        using var own = DataLock.Take(Data);
        var orphans = await Journal.EndOrphansAsync();
        if (orphans.Count > 0) Console.Error.WriteLine($"Ended what a killed host had left running: {string.Join(", ", orphans)}.");
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var logs = LogFiles.KeepShortAsync(Path.Combine(Data, "logs"), abandoned.Token);

        await using var sink = await TelemetryHost.StartAsync(this, stopping);
        Otlp = sink.Target;
        new HostFile(Environment.ProcessId, sink.Api, sink.Otlp, Gateway, Ready: false).Write(Data);
        var running = runners.Values.Select(runner => Task.Run(() => runner.RunAsync(abandoned.Token), CancellationToken.None)).ToList();
        try
        {
            var healthy = Task.WhenAll(runners.Values.Select(runner => runner.Healthy));
            starting(healthy.ContinueWith(_ => new HostFile(Environment.ProcessId, sink.Api, sink.Otlp, Gateway, Ready: true).Write(Data), stopping, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default));
            await UntilStoppedAsync(running, stopping);
        }
        finally
        {
            // First the stop in order, so that no runner takes it for a crash; then the rest is told.
            var stopped = StopAsync();
            await abandoned.CancelAsync();
            await stopped;
            await logs;
            await Task.WhenAll(running).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            HostFile.Delete(Data);
            Journal.Clear();
        }
    }

    private static async Task UntilStoppedAsync(List<Task> running, CancellationToken stopping)
    {
        var stop = Task.Delay(Timeout.Infinite, stopping);
        var open = running.Append(stop).ToList();
        while (true)
        {
            var first = await Task.WhenAny(open);
            if (first == stop) return;
            await first;
            open.Remove(first);
        }
    }

    // Users before what they use; what stands beside each other stops at the same time.
    private Task StopAsync()
    {
        var stops = new Dictionary<Runner, Task>();
        foreach (var runner in runners.Values) Stop(runner, []);
        return Task.WhenAll(stops.Values);

        Task Stop(Runner runner, HashSet<Runner> above)
        {
            if (stops.TryGetValue(runner, out var known)) return known;
            // Two that wait for each other would never start, let alone stop: whoever is met again is not waited for.
            if (!above.Add(runner)) return Task.CompletedTask;
            var users = runners.Values.Where(other => other.DependsOn.Contains(runner.Resource)).Select(user => Stop(user, above)).ToList();
            return stops[runner] = After(users, runner);
        }

        static async Task After(List<Task> users, Runner runner)
        {
            await Task.WhenAll(users);
            await runner.StopAsync();
        }
    }

    private void Add(IResource resource)
    {
        Runner runner = resource switch
        {
            ParameterResource parameter => new ParameterRunner(parameter, this),
            PostgresDatabaseResource database => new DatabaseRunner(database, this),
            PostgresServerResource or RabbitMQServerResource or RedisResource => new ServerRunner(resource, this),
            _ => new ProcessRunner(resource, this),
        };
        runners.Add(resource, runner);
        var type = resource.GetType().Name.Replace("Resource", "", StringComparison.Ordinal).Replace("Server", "", StringComparison.Ordinal);
        foreach (var name in runner is ProcessRunner process ? process.ReplicaNames : [resource.Name]) Board.Add(new ResourceState(name, resource.Name, type));
    }

    private static IEnumerable<IResource> Selected(IReadOnlyList<IResource> resources, IReadOnlyList<string> only)
    {
        if (only.Count == 0) return resources;
        var unknown = only.Where(name => resources.All(resource => resource.Name != name)).ToList();
        if (unknown.Count > 0) throw new UsageException($"There is no resource {string.Join(", ", unknown)}. There are: {string.Join(", ", resources.Select(resource => resource.Name))}.");

        var wanted = new HashSet<IResource>();
        void Take(IResource resource)
        {
            if (!wanted.Add(resource)) return;
            if (resource is IResourceWithParent { Parent: var parent }) Take(parent);
            foreach (var wait in resource.All<Waiting>()) Take(wait.For);
        }
        foreach (var resource in resources.Where(resource => only.Contains(resource.Name))) Take(resource);
        return resources.Where(resource => wanted.Contains(resource) || resource is ParameterResource);
    }
}
