using System.Text;
using System.Text.Json;
using Npgsql;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.Situation.Counts;
using StackExchange.Redis;

namespace Ronghe.Situation.Streams;

/// <summary>
/// Reads the watched scopes whenever counts changed, at most ten times a second, and makes one frame of each that is newer.
/// Changes in between are conflated: a frame is the whole state, so the last one is all that a screen needs.
/// </summary>
internal sealed class FeedPump(
    ScopeFeeds feeds, ChangeSignal changed, UnitOfWorkFactory<SituationDb> units, TimeProvider clock, ILogger<FeedPump> log) : BackgroundService
{
    private static readonly TimeSpan Conflation = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan FallbackPoll = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var subscribed = false;
        while (true)
        {
            await changed.WaitAsync(feeds.AnyWatched ? FallbackPoll : Timeout.InfiniteTimeSpan, stoppingToken);
            try
            {
                await ShowNewer(stoppingToken);
                if (!subscribed) await changed.SubscribeToOtherReplicas();
                subscribed = true;
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException or RedisException or InvalidOperationException)
            {
                log.LogWarning("The streams show an older state for a moment: {Reason}", exception.Message);
            }

            await Task.Delay(Conflation, clock, stoppingToken);
        }
    }

    private async Task ShowNewer(CancellationToken ct)
    {
        var known = feeds.KnownVersions();
        if (known.Count == 0) return;

        await using var unit = await units.BeginAsync(UnitScope.Everything, ct);
        var newer = await CountsReader.ReadNewer(known, unit.Db, ct);
        foreach (var counts in newer) feeds.Show(counts.Scope, Serialise(counts));
        foreach (var scope in known.Where(entry => entry.Value < 0).Select(entry => entry.Key).Except(newer.Select(counts => counts.Scope)))
        {
            feeds.Show(scope, Serialise(CountsReader.Describe(scope, [])));
        }
    }

    private static Frame Serialise(CountsResponse counts) => new(
        counts.StateVersion,
        Encoding.UTF8.GetBytes($"id: {counts.StateVersion}\ndata: {JsonSerializer.Serialize(counts, ServiceDb.Json)}\n\n"));
}
