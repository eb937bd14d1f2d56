using Npgsql;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Identity.Revocations;

/// <summary>
/// Reads new revocations five times a second while a process of the platform listens here, whichever replica wrote them, and
/// shows each reading to all streams. A reading that fails shows nothing: the listeners notice the silence.
/// </summary>
internal sealed class RevocationLog(ServiceDatabase<IdentityDb> database, ServiceDefaults.Callers.Revocations own, TimeProvider clock, ILogger<RevocationLog> log)
    : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(200);

    private readonly SemaphoreSlim watched = new(0);
    private Reading latest = new([], 0);
    private int streams;

    internal Reading Latest => Volatile.Read(ref latest);

    internal void Join()
    {
        if (Interlocked.Increment(ref streams) == 1) watched.Release();
    }

    internal void Leave() => Interlocked.Decrement(ref streams);

    public override void Dispose()
    {
        watched.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await database.WaitUntilReady(stoppingToken);
        while (true)
        {
            if (Volatile.Read(ref streams) == 0) await watched.WaitAsync(stoppingToken);
            try
            {
                Show(await Read(stoppingToken));
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
            {
                log.LogWarning("Revocations cannot be read; processes ask one by one meanwhile: {Reason}", exception.Message);
            }

            await Task.Delay(Beat, clock, stoppingToken);
        }
    }

    private void Show(Reading reading)
    {
        foreach (var line in reading.Lines.Where(line => line.Number > own.LastNumber)) own.Take(line.Number, line.Session!, line.IssuedBefore, line.ForgetAt);
        own.Heard();
        Interlocked.Exchange(ref latest, reading).Newer.SetResult();
    }

    private async Task<Reading> Read(CancellationToken ct)
    {
        var (known, now) = (Latest, clock.GetUtcNow());
        var lines = known.Lines.Where(line => line.ForgetAt > now).ToList();
        await using var command = database.App.CreateCommand(
            "SELECT number, session, issued_before, forget_at FROM revocations WHERE number > $1 AND forget_at > $2 ORDER BY number");
        command.Parameters.Add(new() { Value = known.UpTo });
        command.Parameters.Add(new() { Value = now });
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            lines.Add(new(rows.GetInt64(0), rows.GetString(1), rows.GetFieldValue<DateTimeOffset>(2), rows.GetFieldValue<DateTimeOffset>(3)));
        }

        return new(lines, lines.Count > 0 ? Math.Max(known.UpTo, lines[^1].Number) : known.UpTo);
    }

    /// <summary>All revocations that count at a moment, and a task that completes with the next reading.</summary>
    internal sealed record Reading(IReadOnlyList<RevocationLine> Lines, long UpTo)
    {
        internal TaskCompletionSource Newer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
