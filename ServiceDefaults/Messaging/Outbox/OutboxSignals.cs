using System.Collections.Concurrent;

namespace Ronghe.ServiceDefaults.Messaging.Outbox;

/// <summary>Wakes a database's relay as soon as events were committed in this process.</summary>
internal sealed class OutboxSignals
{
    private readonly ConcurrentDictionary<Type, SemaphoreSlim> signals = new();

    /// <summary>Called after the commit of a context of this type.</summary>
    internal void Set(Type context)
    {
        var signal = Of(context);
        if (signal.CurrentCount == 0) signal.Release();
    }

    /// <summary>Waits for a commit, or until <paramref name="timeout"/> passed.</summary>
    internal Task<bool> WaitAsync(Type context, TimeSpan timeout, CancellationToken ct) => Of(context).WaitAsync(timeout, ct);

    private SemaphoreSlim Of(Type context) => signals.GetOrAdd(context, _ => new SemaphoreSlim(0));
}
