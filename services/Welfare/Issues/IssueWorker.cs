using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using Ronghe.Contracts.Welfare;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.Welfare.Claims;
using Ronghe.Welfare.Ledger;
using Ronghe.Welfare.Programmes;

namespace Ronghe.Welfare.Issues;

/// <summary>
/// Issues to everyone entitled, some thousand people a transaction: claims, caps, ledger, events and the cursor commit together.
/// Killed at any moment it goes on where the last commit was; several replicas take turns on the job's lock.
/// </summary>
internal sealed class IssueWorker(UnitOfWorkFactory<WelfareDb> factory, TimeProvider clock, ILogger<IssueWorker> log) : BackgroundService
{
    internal const int BatchSize = 5000;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim started = new(0);

    /// <summary>Called after the commit that created a job.</summary>
    internal void Wake() => started.Release();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await Step(stoppingToken)) await started.WaitAsync(Idle, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException or DbUpdateException)
            {
                log.LogWarning(exception, "A step of an issue failed and is tried again");
                await Task.Delay(Idle, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<bool> Step(CancellationToken ct)
    {
        await using var work = await factory.BeginAsync(UnitScope.Everything, ct);
        var job = await work.Db.IssueJobs.FromSql($"SELECT * FROM issue_jobs WHERE finished_at IS NULL ORDER BY started_at LIMIT 1 FOR UPDATE SKIP LOCKED").SingleOrDefaultAsync(ct);
        if (job is null) return false;
        var events = await Next(work.Db, job, BatchSize, clock.GetUtcNow(), ct);
        await work.Db.SaveAndPublishAsync(events, ct);
        await work.CommitAsync(ct);
        return true;
    }

    /// <summary>The next people of a job whose row is locked; marks the job finished when there are none.</summary>
    internal static async Task<List<BenefitsReceived>> Next(WelfareDb db, IssueJob job, int most, DateTimeOffset now, CancellationToken ct)
    {
        var gift = await db.GiftStocks.Where(stock => stock.ProgrammeId == job.ProgrammeId).Select(stock => stock.Gift).SingleAsync(ct);
        var amount = await db.ClaimGates.Where(gate => gate.ProgrammeId == job.ProgrammeId).Select(gate => gate.Amount).SingleAsync(ct);
        await using var sql = Book.Batch(db);
        sql.Timeout = 60;
        sql.BatchCommands.Add(Book.Command(ClaimSql.LockGates, new[] { job.ProgrammeId }));
        var everyone = Book.Command(ClaimSql.ForEveryone, job.ProgrammeId, job.Cursor, most, Enumerable.Range(0, most).Select(_ => Guid.CreateVersion7(now)).ToArray(), gift);
        everyone.Parameters.Add(new() { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        everyone.Parameters.Add(new() { Value = now });
        everyone.Parameters.Add(new() { Value = ProgrammePlan.Issue });
        sql.BatchCommands.Add(everyone);
        await using var reader = await sql.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        var events = new List<BenefitsReceived>();
        var (seen, cursor) = (0, job.Cursor);
        while (await reader.ReadAsync(ct))
        {
            var (people, granted, last) = (reader.GetInt32(1), reader.GetInt32(2), reader.GetGuid(3));
            seen += people;
            job.Issued += granted;
            job.Skipped += people - granted;
            // PostgreSQL orders uuids by their text, most significant digit first.
            if (string.CompareOrdinal(last.ToString(), cursor.ToString()) > 0) cursor = last;
            if (granted > 0) events.Add(new(Guid.CreateVersion7(now), 1, job.ProgrammeId, reader.GetString(0), ProgrammePlan.Issue, granted, granted * amount, now));
        }

        job.Cursor = cursor;
        if (seen < most) job.FinishedAt = now;
        return events;
    }
}
