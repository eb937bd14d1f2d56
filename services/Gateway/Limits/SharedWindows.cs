using StackExchange.Redis;

namespace Ronghe.Gateway.Limits;

/// <summary>What Redis granted of the calls asked for, and how long the window that all replicas share still lasts.</summary>
internal readonly record struct Lease(int Granted, TimeSpan Left);

/// <summary>The windows that all gateway replicas count in: one Redis key each, whose time to live is the window.</summary>
internal sealed class SharedWindows(IServiceProvider services, TimeProvider clock, ILogger<SharedWindows> log)
{
    // The window starts with its first call and ends by Redis' clock: replicas' clocks need not agree.
    private const string Take = """
        local used = tonumber(redis.call('GET', KEYS[1]) or '0')
        local granted = math.max(0, math.min(tonumber(ARGV[2]), tonumber(ARGV[1]) - used))
        if granted > 0 then redis.call('INCRBY', KEYS[1], granted) end
        local left = redis.call('PTTL', KEYS[1])
        if left < 0 then
          redis.call('PEXPIRE', KEYS[1], ARGV[3])
          left = tonumber(ARGV[3])
        end
        return { granted, left }
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    // Null when no Redis is configured: then each replica limits at its share.
    private readonly IConnectionMultiplexer? _redis = services.GetService<IConnectionMultiplexer>();
    private long _silentUntil;

    /// <summary>Null when Redis does not answer; it is then left alone for a second.</summary>
    internal async Task<Lease?> TakeAsync(string key, int limit, int wanted, TimeSpan window)
    {
        if (_redis is null || clock.GetTimestamp() < Volatile.Read(ref _silentUntil)) return null;
        try
        {
            if (!_redis.IsConnected) return Silent(null);
            var answer = await _redis.GetDatabase()
                .ScriptEvaluateAsync(Take, [key], [limit, wanted, (long)window.TotalMilliseconds])
                .WaitAsync(Patience, clock);
            var parts = (RedisResult[])answer!;
            return new Lease((int)parts[0], TimeSpan.FromMilliseconds((long)parts[1]));
        }
        catch (Exception failure) when (failure is RedisException or TimeoutException or ObjectDisposedException)
        {
            return Silent(failure);
        }
    }

    private Lease? Silent(Exception? failure)
    {
        Volatile.Write(ref _silentUntil, clock.GetTimestamp() + (long)(Pause.TotalSeconds * clock.TimestampFrequency));
        log.LogWarning(failure, "Redis does not answer: this replica limits at its own share.");
        return null;
    }
}
