using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Ronghe.Identity.Personnel;

/// <summary>Reads the file and compares it with the directory: the diff, kept row by row.</summary>
internal sealed class ReadImport(ImportProgress progress, ILogger<ReadImport> log)
{
    private const int Chunk = 1000;

    /// <returns>Null when it was read; otherwise why not.</returns>
    internal async Task<string?> Run(IdentityDb db, Guid id, CancellationToken ct)
    {
        var import = await db.PeopleImports.AsNoTracking().SingleAsync(import => import.Id == id, ct);
        var counts = new Dictionary<string, int>();
        try
        {
            using var plan = new ImportPlan(id, await DirectoryView.Read(db, ct), import.Units);
            var done = 0;
            foreach (var chunk in PeopleFile.Read(import.Content!).Chunk(Chunk))
            {
                if ((done += chunk.Length) > PeopleFile.MostRows) return "import-too-long";
                foreach (var row in chunk)
                {
                    var planned = plan.Add(row).Row;
                    db.Add(planned);
                    counts[planned.Act] = counts.GetValueOrDefault(planned.Act) + 1;
                }

                await db.SaveChangesAsync(ct);
                db.ChangeTracker.Clear();
                await progress.Say(id, done, ct);
            }

            if (done == 0) return "import-empty";
            await Ready(db, id, counts, done, plan.Hash, ct);
            return null;
        }
        catch (FileException broken)
        {
            return broken.Type;
        }
        // What a broken file makes its reader throw is not listed anywhere.
        catch (Exception broken) when (broken is not (DbException or DbUpdateException or TimeoutException or OperationCanceledException))
        {
            log.LogWarning(broken, "The file of import {Import} cannot be read", id);
            return "import-file-unreadable";
        }
    }

    private static Task<int> Ready(IdentityDb db, Guid id, Dictionary<string, int> counts, int rows, string hash, CancellationToken ct)
    {
        int Count(string act) => counts.GetValueOrDefault(act);
        var (joins, moves, leaves, changes, same, bad) =
            (Count(ImportActs.Join), Count(ImportActs.Move), Count(ImportActs.Leave), Count(ImportActs.Change), Count(ImportActs.Same), Count(ImportActs.Bad));
        return db.PeopleImports.Where(import => import.Id == id).ExecuteUpdateAsync(import => import
            .SetProperty(i => i.State, ImportStates.Ready).SetProperty(i => i.Content, (byte[]?)null).SetProperty(i => i.PlanHash, hash)
            .SetProperty(i => i.Rows, rows).SetProperty(i => i.Done, rows).SetProperty(i => i.Joins, joins).SetProperty(i => i.Moves, moves)
            .SetProperty(i => i.Leaves, leaves).SetProperty(i => i.Changes, changes).SetProperty(i => i.Same, same).SetProperty(i => i.Bad, bad), ct);
    }
}
