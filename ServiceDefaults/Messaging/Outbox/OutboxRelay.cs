using System.Data;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpenTelemetry;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.ServiceDefaults.Messaging.Outbox;

/// <summary>
/// Moves committed events from the outbox to the broker. One replica relays at a time: the one whose database session holds the
/// lock. Rows are deleted in the transaction that is committed only after the broker confirmed them, on that same session: when
/// it dies, lock and deletion are gone together, and the next relay sends again what may have been sent.
/// </summary>
internal sealed class OutboxRelay<TDb>(
    ServiceDatabase<TDb> database,
    OutboxSignals signals,
    OutboxPublisher publisher,
    OutboxPokes pokes,
    MessagingFigures figures,
    TimeProvider clock,
    ILogger<OutboxRelay<TDb>> log) : BackgroundService
    where TDb : ServiceDb
{
    private const int Window = 200;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Soonest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan PublishTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private volatile bool relaying;
    private DateTimeOffset countedAt;
    private DateTimeOffset? nextDue;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var quiet = SuppressInstrumentationScope.Begin(); // Looking once a second is not worth a trace.
        await database.WaitUntilReady(stoppingToken);
        var listening = await pokes.Listen(() => { if (relaying) signals.Set(typeof(TDb)); });
        for (var pause = TimeSpan.Zero; !stoppingToken.IsCancellationRequested;)
        {
            try
            {
                if (!listening) listening = await pokes.Listen(() => { if (relaying) signals.Set(typeof(TDb)); });
                await HoldLockAndRelay(() => pause = TimeSpan.Zero, stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                pause = Longer(pause);
                log.LogWarning("The relay lost its database session and begins anew in {Pause}: {Reason}", pause, exception.Message);
                await Task.Delay(pause, clock, stoppingToken);
            }
        }
    }

    private async Task HoldLockAndRelay(Action succeeded, CancellationToken ct)
    {
        await using var session = await database.App.OpenConnectionAsync(ct);
        try
        {
            // A holder whose machine vanished is noticed by the server within about ten seconds.
            await Execute(session, "SET tcp_keepalives_idle = 4; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3", ct);
            while (!await TryLock(session, ct))
            {
                if (await signals.WaitAsync(typeof(TDb), LookEvery, ct)) await pokes.Poke();
            }

            relaying = true;
            for (var signalled = true; ; signalled = await signals.WaitAsync(typeof(TDb), UntilNextLook(), ct))
            {
                if (signalled || await Look(session, ct)) await Drain(session, ct);
                succeeded();
            }
        }
        finally
        {
            relaying = false;
            figures.Waiting(0, 0, TimeSpan.Zero);
            await Unlock(session);
        }
    }

    private async Task Drain(NpgsqlConnection session, CancellationToken ct)
    {
        for (var pause = TimeSpan.Zero; ;)
        {
            try
            {
                if (!publisher.IsOpen)
                {
                    if (!await Look(session, ct)) return;
                    await publisher.Open(ct);
                }

                if (await RelayBatch(session, ct) < Window) return;
                pause = TimeSpan.Zero;
            }
            catch (Exception exception) when (!ct.IsCancellationRequested && exception is not NpgsqlException && session.State is ConnectionState.Open)
            {
                pause = Longer(pause);
                log.LogWarning("The broker did not confirm, trying again in {Pause}: {Reason}", pause, exception.Message);
                await Task.Delay(pause, clock, ct);
            }
        }
    }

    private async Task<int> RelayBatch(NpgsqlConnection session, CancellationToken ct)
    {
        await using var transaction = await session.BeginTransactionAsync(ct);
        var departures = await Take(session, transaction, ct);
        if (departures.Count == 0) return 0;

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(PublishTimeout);
        try
        {
            await publisher.Publish(departures, limit.Token);
        }
        catch (OperationCanceledException exception) when (!ct.IsCancellationRequested)
        {
            await publisher.DisposeAsync();
            throw new IOException($"No confirm within {PublishTimeout}.", exception);
        }

        await transaction.CommitAsync(ct);
        figures.Relayed(departures.Count);
        return departures.Count;
    }

    private async Task<List<Departure>> Take(NpgsqlConnection session, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            WITH batch AS (
                SELECT seq FROM outbox WHERE due_at <= greatest(now(), $1) ORDER BY due_at, seq LIMIT $2 FOR UPDATE SKIP LOCKED),
            taken AS (
                DELETE FROM outbox USING batch WHERE outbox.seq = batch.seq
                RETURNING due_at, outbox.seq, message_id, type, body::text AS body, trace_parent, created_at)
            SELECT message_id, type, body, trace_parent, created_at FROM taken ORDER BY due_at, seq
            """,
            session,
            transaction)
        {
            Parameters = { new() { Value = clock.GetUtcNow() }, new() { Value = Window } },
        };
        var departures = new List<Departure>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            departures.Add(new(rows.GetGuid(0), rows.GetString(1), rows.GetString(2), rows.IsDBNull(3) ? null : rows.GetString(3), rows.GetFieldValue<DateTimeOffset>(4)));
        }

        return departures;
    }

    // The fallback: is anything due, and what comes next? Every few times it counts as well, for the figures.
    private async Task<bool> Look(NpgsqlConnection session, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var count = now - countedAt >= CountEvery;
        await using var command = new NpgsqlCommand(
            """
            SELECT (SELECT min(due_at) FROM outbox),
                   (SELECT min(due_at) FROM outbox) <= greatest(now(), $1),
                   CASE WHEN $2 THEN (SELECT count(*) FROM (SELECT 1 FROM outbox WHERE due_at <= greatest(now(), $1) LIMIT 100000) AS due) END,
                   CASE WHEN $2 THEN (SELECT count(*) FROM (SELECT 1 FROM outbox WHERE due_at > greatest(now(), $1) LIMIT 100000) AS later) END
            """,
            session)
        {
            Parameters = { new() { Value = now }, new() { Value = count } },
        };
        await using var rows = await command.ExecuteReaderAsync(ct);
        await rows.ReadAsync(ct);
        nextDue = rows.IsDBNull(0) ? null : rows.GetFieldValue<DateTimeOffset>(0);
        if (count)
        {
            countedAt = now;
            figures.Waiting(rows.GetInt64(2), rows.GetInt64(3), nextDue < now ? now - nextDue.Value : TimeSpan.Zero);
        }

        return nextDue is not null && rows.GetBoolean(1);
    }

    // A delayed message is not kept waiting for the next look; the lower bound keeps a clock that disagrees from spinning.
    private TimeSpan UntilNextLook()
    {
        var left = nextDue - clock.GetUtcNow() ?? LookEvery;
        return left > LookEvery ? LookEvery : left < Soonest ? Soonest : left;
    }

    private static async Task<bool> TryLock(NpgsqlConnection session, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock($1)", session) { Parameters = { new() { Value = OutboxRelay.Lock } } };
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task Unlock(NpgsqlConnection session)
    {
        try
        {
            await Execute(session, "SELECT pg_advisory_unlock_all()", CancellationToken.None);
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException or ObjectDisposedException)
        {
            // The session is gone, and the lock with it.
        }
    }

    private static async Task Execute(NpgsqlConnection session, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, session);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static TimeSpan Longer(TimeSpan pause) =>
        pause == TimeSpan.Zero ? TimeSpan.FromMilliseconds(200) : pause * 2 > LongestPause ? LongestPause : pause * 2;
}

internal static class OutboxRelay
{
    /// <summary>Key of the advisory lock that the relaying session holds.</summary>
    internal const long Lock = 0x6F7574626F78; // "outbox"
}
