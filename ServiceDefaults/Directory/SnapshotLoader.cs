using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.ServiceDefaults.Directory;

/// <summary>
/// Fills an empty directory copy in one transaction, one replica at a time, and tries again until it succeeds. Rows that came by
/// event meanwhile stay: they have the higher version.
/// </summary>
internal sealed class SnapshotLoader<TDb>(
    UnitOfWorkFactory<TDb> factory, SnapshotClient snapshot, DirectoryReadiness readiness, TimeProvider clock, ILogger<SnapshotLoader<TDb>> log)
    : BackgroundService
    where TDb : ServiceDb
{
    private const int BatchSize = 2000;
    private const long Lock = 0x736E617073686F74; // "snapshot"

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var wait = TimeSpan.FromMilliseconds(250); ; wait = TimeSpan.FromSeconds(Math.Min(5, wait.TotalSeconds * 2)))
        {
            try
            {
                await Load(stoppingToken);
                readiness.MarkReady();
                return;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is HttpRequestException or NpgsqlException or JsonException or IOException
                or OperationCanceledException or InvalidOperationException || exception.GetType().Namespace?.StartsWith("Polly", StringComparison.Ordinal) == true)
            {
                log.LogWarning("The directory snapshot is not there yet, trying again in {Wait}: {Reason}", wait, exception.Message);
                await Task.Delay(wait, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task Load(CancellationToken ct)
    {
        await using var work = await factory.BeginAsync(UnitScope.Everything, ct);
        work.Db.Database.SetCommandTimeout(TimeSpan.FromMinutes(2));
        await work.Db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Lock})", ct);
        if (await work.Db.Set<DirectoryLoad>().AnyAsync(ct)) return;

        var loaded = await Copy(work.Db, ct);
        work.Db.Add(new DirectoryLoad { Id = 1, Units = loaded.Units, People = loaded.People, LoadedAt = clock.GetUtcNow() });
        await work.Db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        log.LogInformation("Copied the directory: {Units} units, {People} people", loaded.Units, loaded.People);
    }

    private async Task<SnapshotEnd> Copy(TDb db, CancellationToken ct)
    {
        var units = new List<UnitCopy>();
        var people = new List<SnapshotPerson>();
        await foreach (var line in snapshot.Read(ct))
        {
            if (line.Unit is not null) units.Add(line.Unit);
            if (line.Person is not null) people.Add(line.Person);
            // Units come first, and people's paths are looked up in them.
            if (units.Count > 0 && line.Unit is null)
            {
                await DirectoryWrites.KeepUnits(db, units, ct);
                units.Clear();
            }

            if (people.Count == BatchSize || (line.End is not null && people.Count > 0))
            {
                await DirectoryWrites.KeepPeople(db, people, ct);
                people.Clear();
            }

            if (line.End is { } end) return end;
        }

        throw new HttpRequestException("The directory snapshot was cut off.");
    }
}

/// <summary>The one row that says that a whole snapshot was copied: events alone may have put rows there before it.</summary>
internal sealed class DirectoryLoad
{
    public required int Id { get; init; }

    public required int Units { get; init; }

    public required int People { get; init; }

    public required DateTimeOffset LoadedAt { get; init; }
}
