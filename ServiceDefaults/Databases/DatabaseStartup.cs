using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Ronghe.ServiceDefaults.Databases;

/// <summary>
/// Brings the database to the shape the service needs, one replica at a time: migrations, further tables, role and policies,
/// seeds. Tries again while the database is away; a broken seed or migration stops the service.
/// </summary>
internal sealed class DatabaseStartup<TDb>(
    ServiceDatabase<TDb> database,
    IServiceProvider services,
    IOptions<DatabaseTasks<TDb>> tasks,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<DatabaseStartup<TDb>> log) : BackgroundService
    where TDb : ServiceDb
{
    private const long Lock = 0x726F6E676865; // "ronghe"

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await PrepareWithRetry(stoppingToken);
            database.MarkReady();
            await MaintainHourly(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        catch (Exception exception)
        {
            log.LogCritical(exception, "The database could not be prepared: {Reason}", exception.Message);
            await Console.Error.WriteLineAsync(exception.Message);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }

    private async Task PrepareWithRetry(CancellationToken ct)
    {
        for (var wait = TimeSpan.FromMilliseconds(200); ; wait = TimeSpan.FromSeconds(Math.Min(5, wait.TotalSeconds * 2)))
        {
            try
            {
                await Prepare(ct);
                return;
            }
            catch (NpgsqlException exception) when (DatabaseAway.Is(exception))
            {
                log.LogWarning("The database is away, trying again in {Wait}: {Reason}", wait, exception.Message);
                await Task.Delay(wait, clock, ct);
            }
        }
    }

    private async Task Prepare(CancellationToken ct)
    {
        await using var connection = await database.Owner.OpenConnectionAsync(ct);
        await Execute(connection, $"SELECT pg_advisory_lock({Lock})", ct);
        await using (var owner = CreateOwnerContext())
        {
            await owner.Database.MigrateAsync(ct);
            await RunTasks(tasks.Value.BeforeGrants, ct);
            await Execute(connection, AccessSql.For(owner.Model, database.AppRole, database.AppPassword), ct);
        }

        NpgsqlConnection.ClearPool(connection);
        await Seed(ct);
        await Execute(connection, $"SELECT pg_advisory_unlock({Lock})", ct);
    }

    private async Task Seed(CancellationToken ct)
    {
        foreach (var seed in tasks.Value.Seeds)
        {
            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<TDb>();
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await UnitOfWork.EnterScope(db, UnitScope.Everything, ct);
            await seed(scope.ServiceProvider, db, ct);
            await transaction.CommitAsync(ct);
        }
    }

    private async Task MaintainHourly(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        do
        {
            try
            {
                await RunTasks(tasks.Value.Hourly, ct);
            }
            catch (NpgsqlException exception)
            {
                log.LogWarning(exception, "Hourly maintenance failed and is tried again in an hour");
            }
        }
        while (await timer.WaitForNextTickAsync(ct));
    }

    private async Task RunTasks(IEnumerable<Func<ServiceDatabase<TDb>, CancellationToken, Task>> list, CancellationToken ct)
    {
        foreach (var task in list) await task(database, ct);
    }

    private TDb CreateOwnerContext() => ActivatorUtilities.CreateInstance<TDb>(services,
        new DbContextOptionsBuilder<TDb>()
            .UseNpgsql(database.Owner).UseSnakeCaseNamingConvention().UseApplicationServiceProvider(services).Options);

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>What else a service does to its database at start and every hour, beside migrations.</summary>
public sealed class DatabaseTasks<TDb>
    where TDb : ServiceDb
{
    /// <summary>Run under the start-up lock after migrations and before grants; use the owner's connections.</summary>
    public IList<Func<ServiceDatabase<TDb>, CancellationToken, Task>> BeforeGrants { get; } = [];

    /// <summary>Run in order under the start-up lock, each in one transaction of the service's own role that sees everything.</summary>
    public IList<Func<IServiceProvider, TDb, CancellationToken, Task>> Seeds { get; } = [];

    /// <summary>Run at start and every hour by every replica.</summary>
    public IList<Func<ServiceDatabase<TDb>, CancellationToken, Task>> Hourly { get; } = [];
}
