using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Ronghe.Gateway.Limits;

/// <summary>Grants calls per client system, person and address; the hot path is one dictionary look-up.</summary>
internal sealed class RateLimits(IOptions<RateLimitSettings> settings, SharedWindows shared, TimeProvider clock)
{
    private const int Most = 200_000;
    private readonly ConcurrentDictionary<(string Policy, LimitedKind Kind, string Subject), LimitWindow> _windows = new();
    private readonly int _replicas = Math.Max(1, settings.Value.Replicas);
    private readonly long _start = clock.GetTimestamp();
    private int _sweeping;

    internal RateLimitPolicy Policy(string name) =>
        settings.Value.Policies.TryGetValue(name, out var policy)
            ? policy
            : throw new InvalidOperationException($"routes.json: there is no rate limit policy '{name}'.");

    /// <summary>Zero admits; else the time until the window ends.</summary>
    internal ValueTask<TimeSpan> TakeAsync(string name, RateLimitPolicy policy, LimitedKind kind, string subject)
    {
        var limit = kind switch { LimitedKind.Client => policy.Client, LimitedKind.User => policy.User, _ => policy.Address };
        if (limit <= 0) return default;
        var window = Window(name, policy, kind, subject, limit);
        return window.TryTake(Now()) is { } decided ? new(decided) : window.TakeAsync(shared, Now);
    }

    private LimitWindow Window(string name, RateLimitPolicy policy, LimitedKind kind, string subject, int limit)
    {
        if (_windows.TryGetValue((name, kind, subject), out var known)) return known;
        if (_windows.Count >= Most) Sweep();
        // All replicas' unused leases together stay within 1 % of the limit.
        var batch = Math.Max(1, limit / 100 / _replicas);
        var share = Math.Max(1, limit / _replicas);
        return _windows.GetOrAdd((name, kind, subject),
            new LimitWindow($"limit:{name}:{kind}:{subject}", limit, share, batch, policy.Window));
    }

    private void Sweep()
    {
        if (Interlocked.Exchange(ref _sweeping, 1) == 1) return;
        try
        {
            var now = Now();
            foreach (var (key, window) in _windows)
                if (window.Ends <= now) _windows.TryRemove(key, out _);
            // Still full: more subjects at once than fit. What is dropped here Redis still counts.
            if (_windows.Count >= Most) _windows.Clear();
        }
        finally
        {
            Volatile.Write(ref _sweeping, 0);
        }
    }

    private TimeSpan Now() => clock.GetElapsedTime(_start);
}
