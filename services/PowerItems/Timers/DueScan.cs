using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Acts;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Database;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.PowerItems.Timers;

/// <summary>
/// Finds the cases whose colour changes, by one index and in batches, and lets the machine change it. Where a clock jumped over
/// several colours the case gets the one that is due: nothing is decided by a limit, and nothing is forgotten by a restart.
/// </summary>
internal sealed class DueScan(UnitOfWorkFactory<PowerItemsDb> units, TimeProvider clock)
{
    internal const int Batch = 200;

    /// <summary>Colours what is due, at most one batch. Answers how many, and when the next is due; null when nothing is.</summary>
    internal async Task<(int Coloured, DateTimeOffset? Next)> Run(CancellationToken ct)
    {
        await using var unit = await units.BeginAsync(UnitScope.Everything, ct);
        var (db, worlds, now) = (unit.Db, unit.Services.GetRequiredService<ActWorlds>(), ActTime.Now(clock));
        // Another replica's batch is skipped, so that two scan side by side.
        var due = await db.Cases.FromSql($"""
            SELECT * FROM power_cases WHERE next_alert_at <= {now} ORDER BY next_alert_at LIMIT {Batch} FOR UPDATE SKIP LOCKED
            """).AsTracking().ToListAsync(ct);
        var events = new List<object>();
        foreach (var powerCase in due)
        {
            var step = powerCase.ActiveStep;
            var act = new IntendedAct(ActKind.Alert, ActActor.Clock, now, null) { Alert = AlertTimes.At(now, step?.ActiveSince, step?.DueAt) };
            var (refusal, recorded) = await worlds.Take(db, powerCase, act, ct);
            if (refusal is not null) throw new InvalidOperationException($"Case {powerCase.Id} is due but takes no alert: {refusal.English}");
            events.AddRange(recorded!.Events);
        }

        await db.SaveAndPublishAsync(events, ct);
        var next = due.Count == Batch ? now : await db.Cases.Where(one => one.NextAlertAt != null).MinAsync(one => one.NextAlertAt, ct);
        await unit.CommitAsync(ct);
        return (due.Count, next);
    }
}
