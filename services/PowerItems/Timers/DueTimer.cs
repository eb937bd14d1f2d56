using Npgsql;

namespace Ronghe.PowerItems.Timers;

/// <summary>
/// Sleeps until the next colour changes. It looks again after a minute at the latest, because a step that begins meanwhile may be
/// due earlier and the machine's clock may have been set: one look at the head of an index, whatever the number of timers.
/// </summary>
internal sealed class DueTimer(DueScan scan, TimeProvider clock, ILogger<DueTimer> log) : BackgroundService
{
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ShortestSleep = TimeSpan.FromMilliseconds(50);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var (coloured, next) = await scan.Run(stoppingToken);
                if (coloured == DueScan.Batch) continue;
                await Task.Delay(Sleep(next), TimeProvider.System, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
            }
            catch (Exception exception) when (exception is NpgsqlException or Microsoft.EntityFrameworkCore.DbUpdateException or InvalidOperationException)
            {
                log.LogError(exception, "Looking for what is due failed and is tried again");
                await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private TimeSpan Sleep(DateTimeOffset? next)
    {
        var wait = next is { } moment ? moment - clock.GetUtcNow() : LongestSleep;
        return wait < ShortestSleep ? ShortestSleep : wait < LongestSleep ? wait : LongestSleep;
    }
}
