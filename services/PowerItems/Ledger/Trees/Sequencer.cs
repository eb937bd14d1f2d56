using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpenTelemetry;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Ledger.Keys;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.PowerItems.Ledger.Trees;

/// <summary>
/// Gives every committed act its place in the log and publishes a signed head, several times a second while there are new acts.
/// One replica does so at a time: the one whose database session holds the lock. When the stored log no longer gives the root
/// that was signed last, nothing more is signed: somebody changed it.
/// </summary>
internal sealed class Sequencer(
    ServiceDatabase<PowerItemsDb> database, LedgerLog log, LedgerHealth health, TimeProvider clock, ILogger<Sequencer> logger) : BackgroundService
{
    private const long Lock = 0x6C6564676572; // "ledger"
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AfterDamage = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var quiet = SuppressInstrumentationScope.Begin(); // Looking four times a second is not worth a trace.
        await database.WaitUntilReady(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Lead(stoppingToken);
            }
            catch (InvalidDataException damaged) when (!stoppingToken.IsCancellationRequested)
            {
                health.Damage = damaged.Message;
                logger.LogCritical("The ledger was changed and is not extended: {Reason}", damaged.Message);
                await Task.Delay(AfterDamage, clock, stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning("The sequencer lost its database session and begins anew: {Reason}", exception.Message);
                await Task.Delay(AfterTrouble, clock, stoppingToken);
            }
        }
    }

    private async Task Lead(CancellationToken ct)
    {
        await using var session = await database.App.OpenConnectionAsync(ct);
        try
        {
            using var timer = new PeriodicTimer(Turn, clock);
            // A holder whose machine vanished is noticed by the server within about ten seconds.
            await using (var keepAlive = new NpgsqlCommand("SET tcp_keepalives_idle = 4; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3", session))
                await keepAlive.ExecuteNonQueryAsync(ct);
            while (!await TryLock(session, ct)) await timer.WaitForNextTickAsync(ct);
            var batches = new SequencedBatches(session, log, clock);
            await batches.Resume(ct);
            health.Damage = null;
            do
            {
                while (await batches.Next(ct) == SequencedBatches.Largest)
                {
                }
            }
            while (await timer.WaitForNextTickAsync(ct));
        }
        finally
        {
            // Returned to the pool, the session would keep the lock.
            NpgsqlConnection.ClearPool(session);
        }
    }

    private static async Task<bool> TryLock(NpgsqlConnection session, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock($1)", session) { Parameters = { new() { Value = Lock } } };
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }
}
