using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ronghe.Learning.Exams;
using Ronghe.Learning.Marks;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Learning.Attempts;

/// <summary>Hands in papers whose time is over: what was saved counts, whether or not anybody pressed the button.</summary>
internal sealed class SubmitExpired(UnitOfWorkFactory<LearningDb> work, LiveExams exams, TimeProvider clock, ILogger<SubmitExpired> log) : BackgroundService
{
    private const int Most = 50;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(2), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await SubmitSome(stoppingToken) == Most) log.LogDebug("Handed in {Count} papers whose time was over", Most);
            }
            catch (Exception exception) when (exception is NpgsqlException or DbUpdateException)
            {
                log.LogWarning("Papers whose time is over wait: {Reason}", exception.Message);
            }
        }
    }

    internal async Task<int> SubmitSome(CancellationToken ct)
    {
        await using var unit = await work.BeginAsync(UnitScope.Everything, ct);
        var now = clock.GetUtcNow();
        var over = await unit.Db.Attempts.FromSql(
            $"SELECT * FROM exam_attempts WHERE state = 'Running' AND ends_at <= {now} ORDER BY ends_at LIMIT {Most} FOR UPDATE SKIP LOCKED").ToListAsync(ct);
        var events = new List<object>();
        foreach (var attempt in over) events.AddRange(await Settlement.Submit(attempt, (await exams.Find(attempt.ExamId))!, unit.Db, now, ct));
        await unit.Db.SaveAndPublishAsync(events, ct);
        await unit.CommitAsync(CancellationToken.None);
        return over.Count;
    }
}
