namespace Ronghe.Gateway.Limits;

/// <summary>One subject's calls in the current window, as far as this replica may grant them without asking.</summary>
internal sealed class LimitWindow(string key, int limit, int share, int batch, TimeSpan length)
{
    private readonly Lock _gate = new();
    private Task? _asking;
    private TimeSpan _ends;
    private int _leased;
    private int _admitted;
    private bool _exhausted;
    private bool _unshared;

    internal TimeSpan Ends
    {
        get { lock (_gate) return _ends; }
    }

    /// <summary>Zero admits; a positive time says when to come back; null means that the shared window must be asked.</summary>
    internal TimeSpan? TryTake(TimeSpan now)
    {
        lock (_gate)
        {
            if (now >= _ends) Restart(now);
            if (_exhausted || _admitted >= limit) return _ends - now;
            if (_leased == 0) return null;
            _leased--;
            _admitted++;
            return TimeSpan.Zero;
        }
    }

    internal async ValueTask<TimeSpan> TakeAsync(SharedWindows shared, Func<TimeSpan> now)
    {
        while (true)
        {
            if (TryTake(now()) is { } decided) return decided;
            if (batch == 1) return await TakeOneAsync(shared, now);
            Task asking;
            lock (_gate) asking = _asking ??= LeaseAsync(shared, now);
            await asking;
            if (Alone(now()) is { } alone) return alone;
        }
    }

    private async ValueTask<TimeSpan> TakeOneAsync(SharedWindows shared, Func<TimeSpan> now)
    {
        var lease = await shared.TakeAsync(key, limit, 1, length);
        lock (_gate)
        {
            if (lease is not { } granted) return Share(now());
            _ends = now() + granted.Left;
            _exhausted = granted.Granted == 0;
            if (_exhausted) return granted.Left;
            _admitted++;
            return TimeSpan.Zero;
        }
    }

    private async Task LeaseAsync(SharedWindows shared, Func<TimeSpan> now)
    {
        await Task.Yield();
        var lease = await shared.TakeAsync(key, limit, batch, length);
        lock (_gate)
        {
            _asking = null;
            _unshared = lease is null;
            if (lease is not { } granted) return;
            _ends = now() + granted.Left;
            _leased += granted.Granted;
            _exhausted = granted.Granted == 0;
        }
    }

    private TimeSpan? Alone(TimeSpan now)
    {
        lock (_gate) return _unshared && _leased == 0 ? Share(now) : null;
    }

    private TimeSpan Share(TimeSpan now)
    {
        if (now >= _ends) Restart(now);
        if (_admitted >= share) return _ends - now;
        _admitted++;
        return TimeSpan.Zero;
    }

    private void Restart(TimeSpan now)
    {
        _ends = now + length;
        _leased = 0;
        _admitted = 0;
        _exhausted = false;
    }
}
