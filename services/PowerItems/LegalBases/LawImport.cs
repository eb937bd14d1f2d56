using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Items;

namespace Ronghe.PowerItems.LegalBases;

/// <summary>What an import of statutes did.</summary>
/// <param name="Faults">Files that are no statutes; when there is one, nothing was imported.</param>
/// <param name="Known">Versions that were on record already.</param>
/// <param name="Unresolved">Bases of items that name a law on record and resolve to no article.</param>
internal sealed record LawReport(
    IReadOnlyList<string> Faults, IReadOnlyList<StatuteFile> Imported, IReadOnlyList<string> Known,
    IReadOnlyList<BasisReview> Reviews, int FlaggedCases, IReadOnlyList<UnresolvedBasis> Unresolved);

/// <summary>Puts statutes on record: all files, or none.</summary>
internal sealed class LawImport(PowerItemsDb db, TimeProvider clock)
{
    /// <summary>Runs inside the transaction of the caller, which sees every unit: running cases of all of them are flagged.</summary>
    internal async Task<LawReport> Run(IEnumerable<string> paths, CancellationToken ct)
    {
        var (files, faults) = (new List<StatuteFile>(), new List<string>());
        foreach (var path in paths.Order(StringComparer.Ordinal))
        {
            try
            {
                files.Add(StatuteFile.Read(path));
            }
            catch (FormatException fault)
            {
                faults.Add(fault.Message);
            }
        }

        if (files.Count == 0 && faults.Count == 0) faults.Add("There is no .md file.");
        foreach (var twice in files.GroupBy(file => (file.Name, file.Version)).Where(group => group.Count() > 1)) faults.Add($"{twice.Key.Name}({twice.Key.Version:yyyy-MM-dd}) stands twice");
        if (faults.Count > 0) return new LawReport(faults, [], [], [], 0, []);

        var (imported, known, reviews, flagged) = (new List<StatuteFile>(), new List<string>(), new List<BasisReview>(), 0);
        foreach (var file in files.OrderBy(file => file.Version))
        {
            if (await db.Laws.AnyAsync(law => law.Name == file.Name && law.Version == file.Version, ct))
            {
                known.Add($"{file.Name}({file.Version:yyyy-MM-dd})");
                continue;
            }

            var before = await db.Laws.Where(law => law.Name == file.Name && law.Version < file.Version).OrderByDescending(law => law.Version).FirstOrDefaultAsync(ct);
            var law = await Add(file, ct);
            imported.Add(file);
            if (before is null) continue;
            var (opened, cases) = await Review(before, law, ct);
            reviews.AddRange(opened);
            flagged += cases;
        }

        return new LawReport([], imported, known, reviews, flagged, await new BasisResolution(db).Unresolved(clock.GetUtcNow(), ct));
    }

    // Versions may come in any order: each one ends where the next begins.
    private async Task<Law> Add(StatuteFile file, CancellationToken ct)
    {
        var law = new Law
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()), Name = file.Name, Title = file.Title, Version = file.Version,
            InForceFrom = file.InForceFrom, ImportedAt = clock.GetUtcNow(),
        };
        var others = await db.Laws.Where(one => one.Name == file.Name).ToListAsync(ct);
        if (others.Where(one => one.Version > file.Version).MinBy(one => one.Version) is { } later) law.EndOn(later.InForceFrom);
        others.Where(one => one.Version < file.Version).MaxBy(one => one.Version)?.EndOn(file.InForceFrom);
        await db.SaveChangesAsync(ct); // the one before must end first: only one version is the latest
        db.Add(law);
        db.AddRange(file.Articles.Select((article, index) => new LawArticle
        {
            LawId = law.Id, Number = article.Number, Position = index + 1, Chapter = article.Chapter, Text = article.Text, Digest = article.Digest,
        }));
        await db.SaveChangesAsync(ct);
        return law;
    }

    private async Task<(List<BasisReview> Reviews, int Cases)> Review(Law before, Law law, CancellationToken ct)
    {
        var changed = (await db.ChangedArticlesOf(before.Id, law.Id, ct)).Where(one => one.Change != "Added").Select(one => one.Number).ToHashSet();
        var reviews = new List<BasisReview>();
        foreach (var item in await db.Items.InForceAt(clock.GetUtcNow()).ToListAsync(ct))
        {
            // A basis without articles rests on the whole law.
            var named = item.Definition.Basis.Where(basis => basis.Law == law.Name).ToList();
            var articles = named.Any(basis => basis.Articles.Count == 0) ? changed : named.SelectMany(basis => basis.Articles).Where(changed.Contains).ToHashSet();
            if (named.Count == 0 || articles.Count == 0) continue;
            reviews.Add(new BasisReview
            {
                Id = Guid.CreateVersion7(clock.GetUtcNow()), Law = law.Name, FromVersion = before.Version, ToVersion = law.Version,
                ItemCode = item.Code, ItemVersion = item.Number, Articles = [.. articles.OrderBy(number => number.Length).ThenBy(number => number, StringComparer.Ordinal)], OpenedAt = clock.GetUtcNow(),
            });
        }

        db.AddRange(reviews);
        var codes = reviews.ToDictionary(review => review.ItemCode, review => review.Id);
        var itemCodes = codes.Keys.ToArray();
        var running = await db.Cases.AsNoTracking().Where(one => (one.State == CaseState.Running || one.State == CaseState.Returned) && itemCodes.Contains(one.ItemCode))
            .Select(one => new { one.Id, one.ItemCode, one.UnitPath }).ToListAsync(ct);
        db.AddRange(running.Select(one => new CaseFlag { CaseId = one.Id, ReviewId = codes[one.ItemCode], UnitPath = one.UnitPath, At = clock.GetUtcNow() }));
        await db.SaveChangesAsync(ct);
        return (reviews, running.Count);
    }
}
