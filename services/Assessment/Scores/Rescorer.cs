using Microsoft.EntityFrameworkCore;
using Ronghe.Assessment.Cycles;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Assessment.Scores;

/// <summary>
/// Takes what changed and computes the scores that depend on it, nothing else. Changes and new versions go in one transaction: killed
/// half-way, it is done again. One replica works at a time.
/// </summary>
internal sealed class Rescorer(UnitOfWorkFactory<AssessmentDb> work, TimeProvider clock, ILogger<Rescorer> log) : BackgroundService
{
    private const int Most = 2000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var done = 0;
            try
            {
                done = await Step(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Whatever it was, the changes are still there: a database that is away must not take the service with it.
                log.LogWarning(exception, "Scores could not be computed and are tried again");
            }

            if (done == 0) await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Works off up to 2,000 changes; answers how many.</summary>
    internal async Task<int> Step(CancellationToken ct)
    {
        await using var unit = await work.BeginAsync(UnitScope.Everything, ct);
        unit.Db.Database.SetCommandTimeout(TimeSpan.FromMinutes(2));
        var changes = await unit.Db.FactChanges.FromSql($"""
            DELETE FROM fact_changes WHERE id IN (SELECT id FROM fact_changes ORDER BY id LIMIT {Most} FOR UPDATE SKIP LOCKED) RETURNING *
            """).AsNoTracking().ToListAsync(ct);
        if (changes.Count == 0) return 0;
        var scorer = unit.Services.GetRequiredService<Scorer>();
        foreach (var (cycle, subjects) in await Affected.By(changes, unit.Db, unit.Services.GetRequiredService<Series.SeriesCatalogue>(), ct))
        {
            await scorer.Score(cycle, subjects, cycle.IsFrozen ? "Corrected" : "Computed", ct);
        }

        await unit.CommitAsync(ct);
        return changes.Count;
    }
}
