using Npgsql;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Learning.Audiences;

/// <summary>Sets the audiences of people right whose facts changed, whichever event changed them: joined, moved, left, a unit re-rooted.</summary>
internal sealed class FollowMovers(UnitOfWorkFactory<LearningDb> work, TimeProvider clock, ILogger<FollowMovers> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await Retarget(stoppingToken) > 0) log.LogDebug("Looked at the audiences of people who moved");
            }
            catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException { InnerException: NpgsqlException })
            {
                log.LogWarning("People who moved wait for their audiences: {Reason}", exception.Message);
            }
        }
    }

    private async Task<int> Retarget(CancellationToken ct)
    {
        await using var unit = await work.BeginAsync(UnitScope.Everything, ct);
        var count = await Targeting.RetargetSome(unit.Db, ct);
        await unit.CommitAsync(CancellationToken.None);
        return count;
    }
}
