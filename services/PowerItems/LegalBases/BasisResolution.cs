using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Items;

namespace Ronghe.PowerItems.LegalBases;

/// <summary>A basis that names a law on record and resolves to no article there.</summary>
/// <param name="Reason">NoSuchVersion, NoSuchArticle, or NoArticleNamed.</param>
public sealed record UnresolvedBasis(string ItemCode, string Law, string? Version, string? Article, string Reason);

/// <summary>An article, and what a newer version of its law did to it.</summary>
/// <param name="Change">Changed, Dropped or Added.</param>
public sealed record ChangedArticle(string Number, string Change, string? Before, string? After);

/// <summary>From what items cite to the articles on record.</summary>
internal sealed class BasisResolution(PowerItemsDb db)
{
    /// <summary>Over the items in force. Laws that are not on record at all are left out: nothing is known of them.</summary>
    internal async Task<IReadOnlyList<UnresolvedBasis>> Unresolved(DateTimeOffset now, CancellationToken ct)
    {
        var laws = (await db.Laws.AsNoTracking().ToListAsync(ct)).ToLookup(law => law.Name);
        var articles = (await db.LawArticles.AsNoTracking().Select(article => new { article.LawId, article.Number }).ToListAsync(ct)).Select(one => (one.LawId, one.Number)).ToHashSet();
        var found = new List<UnresolvedBasis>();
        foreach (var item in await db.Items.InForceAt(now).OrderBy(item => item.Code).ToListAsync(ct))
        {
            foreach (var basis in item.Definition.Basis.Where(basis => laws.Contains(basis.Law)))
            {
                // Without a version it means the latest.
                var law = laws[basis.Law].Where(one => basis.Version is null || one.VersionText == basis.Version).MaxBy(one => one.Version);
                if (law is null) found.Add(new UnresolvedBasis(item.Code, basis.Law, basis.Version, null, "NoSuchVersion"));
                else if (basis.Articles.Count == 0) found.Add(new UnresolvedBasis(item.Code, basis.Law, basis.Version, null, "NoArticleNamed"));
                else found.AddRange(basis.Articles.Where(number => !articles.Contains((law.Id, number)))
                    .Select(number => new UnresolvedBasis(item.Code, basis.Law, basis.Version, number, "NoSuchArticle")));
            }
        }

        return found;
    }
}

internal static class ChangedArticles
{
    /// <summary>Article by article, by their texts' hashes.</summary>
    internal static async Task<IReadOnlyList<ChangedArticle>> ChangedArticlesOf(this PowerItemsDb db, Guid before, Guid after, CancellationToken ct)
    {
        var old = await db.LawArticles.AsNoTracking().Where(article => article.LawId == before).ToDictionaryAsync(article => article.Number, ct);
        var now = await db.LawArticles.AsNoTracking().Where(article => article.LawId == after).ToDictionaryAsync(article => article.Number, ct);
        var changed = old.Values.Where(article => now.TryGetValue(article.Number, out var other) && !other.Digest.AsSpan().SequenceEqual(article.Digest))
            .Select(article => (article.Position, new ChangedArticle(article.Number, "Changed", article.Text, now[article.Number].Text)));
        var dropped = old.Values.Where(article => !now.ContainsKey(article.Number)).Select(article => (article.Position, new ChangedArticle(article.Number, "Dropped", article.Text, null)));
        var added = now.Values.Where(article => !old.ContainsKey(article.Number)).Select(article => (article.Position, new ChangedArticle(article.Number, "Added", null, article.Text)));
        return [.. changed.Concat(dropped).Concat(added).OrderBy(one => one.Position).Select(one => one.Item2)];
    }
}
