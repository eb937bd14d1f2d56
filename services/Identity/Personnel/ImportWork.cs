using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Identity.Personnel;

/// <summary>Reads and applies imports in the background, one at a time; what a killed process began is begun again by the next.</summary>
internal sealed class ImportWork(UnitOfWorkFactory<IdentityDb> factory, ReadImport read, ApplyImport apply, TimeProvider clock, ILogger<ImportWork> log) : BackgroundService
{
    private const int Lock = 0x696D706F; // "impo"
    private static readonly TimeSpan Fallback = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim signal = new(0);

    /// <summary>There is something to do.</summary>
    internal void Wake() => signal.Release();

    public override void Dispose()
    {
        signal.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                while (await DoOne(stoppingToken))
                {
                }
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
            {
                log.LogWarning(exception, "An import is tried again");
            }

            await signal.WaitAsync(Fallback, stoppingToken);
        }
    }

    private async Task<bool> DoOne(CancellationToken ct)
    {
        await using var work = await factory.BeginAsync(UnitScope.Everything, ct);
        var waiting = await work.Db.PeopleImports.AsNoTracking().Where(import => import.State == ImportStates.Reading || import.State == ImportStates.Applying)
            .OrderBy(import => import.CreatedAt).Select(import => new { import.Id, import.State }).ToListAsync(ct);
        foreach (var import in waiting)
        {
            // Held until the work is committed: no other replica begins the same one.
            if (!await work.Db.Database.SqlQuery<bool>($"SELECT pg_try_advisory_xact_lock({Lock}, hashtext({import.Id.ToString()})) AS \"Value\"").SingleAsync(ct)) continue;
            var failure = await Run(work.Db, import.Id, import.State, ct);
            if (failure is null) await work.CommitAsync(ct);
            else await Fail(work, import.Id, failure, ct);
            return true;
        }

        return false;
    }

    // An import that breaks the work once would break it again and again: it fails, and the others go on.
    private async Task<string?> Run(IdentityDb db, Guid id, string state, CancellationToken ct)
    {
        try
        {
            return state == ImportStates.Reading ? await read.Run(db, id, ct) : await apply.Run(db, id, clock.GetUtcNow(), ct);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or TimeoutException or NpgsqlException { IsTransient: true }))
        {
            log.LogError(exception, "Import {Import} broke off", id);
            return "import-broke-off";
        }
    }

    // What was done so far goes; that it failed stays.
    private async Task Fail(UnitOfWork<IdentityDb> work, Guid id, string failure, CancellationToken ct)
    {
        await work.DisposeAsync();
        await using var after = await factory.BeginAsync(UnitScope.Everything, ct);
        await after.Db.PeopleImports.Where(import => import.Id == id).ExecuteUpdateAsync(import => import
            .SetProperty(i => i.State, ImportStates.Failed).SetProperty(i => i.Failure, failure).SetProperty(i => i.Content, (byte[]?)null), ct);
        await after.CommitAsync(ct);
    }
}

/// <summary>Says how far an import is, beside the transaction that does it.</summary>
internal sealed class ImportProgress(UnitOfWorkFactory<IdentityDb> factory)
{
    internal async Task Say(Guid id, int done, CancellationToken ct)
    {
        await using var work = await factory.BeginAsync(UnitScope.Everything, ct);
        await work.Db.PeopleImports.Where(import => import.Id == id).ExecuteUpdateAsync(import => import.SetProperty(i => i.Done, done), ct);
        await work.CommitAsync(ct);
    }
}
