namespace Ronghe.NativeHost.Engine;

/// <summary>What one process, server, database or parameter is doing, as it is shown.</summary>
internal sealed record ResourceState(string Name, string Resource, string Type)
{
    /// <summary>Waiting, Starting, Running, Restarting, Stopping, Stopped, Exited, Failed.</summary>
    public string State { get; init; } = "Waiting";

    /// <summary>Healthy, Degraded, Unhealthy; null when it has no check or has not answered yet.</summary>
    public string? Health { get; init; }
    public int? Pid { get; init; }
    public int Restarts { get; init; }
    public int? ExitCode { get; init; }

    /// <summary>What it waits for, or why it is as it is.</summary>
    public string? Note { get; init; }
    public IReadOnlyList<ResourceUrl> Endpoints { get; init; } = [];
    public DateTimeOffset? StartedAt { get; init; }
}

internal sealed record ResourceUrl(string Name, string Url, string? Text = null);

/// <summary>The state of everything, for the terminal and the API.</summary>
internal sealed class ResourceBoard
{
    private readonly Lock changing = new();
    private readonly List<ResourceState> states = [];

    /// <summary>Called with the former state (null at first) and the new one.</summary>
    internal event Action<ResourceState?, ResourceState>? Changed;

    internal IReadOnlyList<ResourceState> All
    {
        get { lock (changing) return [.. states]; }
    }

    internal void Set(string name, Func<ResourceState, ResourceState> change)
    {
        ResourceState before, after;
        lock (changing)
        {
            var index = states.FindIndex(state => state.Name == name);
            before = states[index];
            after = states[index] = change(before);
        }
        if (before != after) Changed?.Invoke(before, after);
    }

    internal void Add(ResourceState state)
    {
        lock (changing) states.Add(state);
        Changed?.Invoke(null, state);
    }
}
