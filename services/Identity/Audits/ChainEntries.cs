using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Identity.Audits;

/// <summary>Gives waiting entries their place in the chain, in one replica at a time. Acts do not wait for it.</summary>
internal sealed class ChainEntries(UnitOfWorkFactory<IdentityDb> factory, AuditChain chain, TimeProvider clock, ILogger<ChainEntries> log) : BackgroundService
{
    private const long Lock = 0x6175646974; // "audit"
    private const int Most = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                while (await ChainSome(stoppingToken) == Most)
                {
                }
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException or InvalidOperationException or DbUpdateException)
            {
                log.LogWarning("Audit entries wait for their place in the chain: {Reason}", exception.Message);
            }

            await Task.Delay(Pause, clock, stoppingToken);
        }
    }

    private async Task<int> ChainSome(CancellationToken ct)
    {
        await using var work = await factory.BeginAsync(UnitScope.Everything, ct);
        var db = work.Db;
        var mine = await db.Database.SqlQuery<bool>($"SELECT pg_try_advisory_xact_lock({Lock}) AS \"Value\"").SingleAsync(ct);
        if (!mine) return 0;

        var waiting = await db.AuditQueue.OrderBy(queued => queued.At).ThenBy(queued => queued.EntryId).Take(Most).Select(queued => queued.EntryId).ToListAsync(ct);
        if (waiting.Count == 0) return 0;
        var last = await db.AuditLinks.AsNoTracking().OrderByDescending(link => link.Number).FirstOrDefaultAsync(ct);
        var (number, link) = (last?.Number ?? 0, last?.Link ?? AuditChain.Start);
        var entries = await db.AuditEntries.AsNoTracking().Where(entry => waiting.Contains(entry.Id)).ToDictionaryAsync(entry => entry.Id, ct);
        foreach (var id in waiting)
        {
            link = chain.Next(link, ++number, entries[id]);
            db.Add(new AuditLink { Number = number, EntryId = id, Link = link });
        }

        await db.SaveChangesAsync(ct);
        await db.AuditQueue.Where(queued => waiting.Contains(queued.EntryId)).ExecuteDeleteAsync(ct);
        await work.CommitAsync(ct);
        return waiting.Count;
    }
}
