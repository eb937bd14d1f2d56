using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Database;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.PowerItems.LegalBases;

public sealed record ListLawsResponse(IReadOnlyList<ShownLaw> Laws);

/// <param name="InForceTo">First day on which it no longer holds; null for the latest version on record.</param>
public sealed record ShownLaw(string Name, string Title, DateOnly Version, DateOnly InForceFrom, DateOnly? InForceTo, int Articles);

internal static class ListLaws
{
    internal static async Task<Ok<ListLawsResponse>> Handle(PowerItemsDb db, CancellationToken ct) =>
        TypedResults.Ok(new ListLawsResponse(await db.Laws.AsNoTracking().OrderBy(law => law.Name).ThenBy(law => law.Version)
            .Select(law => new ShownLaw(law.Name, law.Title, law.Version, law.InForceFrom, law.InForceTo, db.LawArticles.Count(article => article.LawId == law.Id)))
            .ToListAsync(ct)));
}

public sealed record GetArticleResponse(string Law, DateOnly Version, DateOnly InForceFrom, DateOnly? InForceTo, string? Chapter, string Number, string Text);

internal static class GetArticle
{
    /// <param name="version">Date of the version; the latest when null.</param>
    internal static async Task<Results<Ok<GetArticleResponse>, NotFound>> Handle(string name, string number, PowerItemsDb db, CancellationToken ct, DateOnly? version = null) =>
        await db.Laws.AsNoTracking().Where(law => law.Name == name && (version == null || law.Version == version)).OrderByDescending(law => law.Version)
            .Join(db.LawArticles.Where(article => article.Number == number), law => law.Id, article => article.LawId, (law, article) =>
                new GetArticleResponse(law.Name, law.Version, law.InForceFrom, law.InForceTo, article.Chapter, article.Number, article.Text))
            .FirstOrDefaultAsync(ct) is { } found ? TypedResults.Ok(found) : TypedResults.NotFound();
}

/// <param name="Items">Codes of the items in force that rest on a changed or dropped article.</param>
/// <param name="Cases">Running cases of those items, of units that the caller may read.</param>
public sealed record ListChangesResponse(IReadOnlyList<ChangedArticle> Articles, IReadOnlyList<string> Items, IReadOnlyList<Guid> Cases);

internal static class ListChanges
{
    internal static async Task<Results<Ok<ListChangesResponse>, NotFound>> Handle(string name, DateOnly from, DateOnly to, PowerItemsDb db, CancellationToken ct)
    {
        var laws = await db.Laws.AsNoTracking().Where(law => law.Name == name && (law.Version == from || law.Version == to)).ToDictionaryAsync(law => law.Version, law => law.Id, ct);
        if (!laws.TryGetValue(from, out var before) || !laws.TryGetValue(to, out var after)) return TypedResults.NotFound();
        var changes = await db.ChangedArticlesOf(before, after, ct);
        var codes = await db.BasisReviews.Where(review => review.Law == name && review.ToVersion > from && review.ToVersion <= to)
            .Select(review => review.ItemCode).Distinct().Order().ToListAsync(ct);
        var running = await db.Cases.Where(one => (one.State == CaseState.Running || one.State == CaseState.Returned) && codes.Contains(one.ItemCode)).OrderBy(one => one.Id).Select(one => one.Id).ToListAsync(ct);
        return TypedResults.Ok(new ListChangesResponse(changes, codes, running));
    }
}

public sealed record ListUnresolvedResponse(IReadOnlyList<UnresolvedBasis> Bases);

internal static class ListUnresolved
{
    internal static async Task<Ok<ListUnresolvedResponse>> Handle(PowerItemsDb db, TimeProvider clock, CancellationToken ct) =>
        TypedResults.Ok(new ListUnresolvedResponse(await new BasisResolution(db).Unresolved(clock.GetUtcNow(), ct)));
}

public sealed record ListFlagsResponse(IReadOnlyList<ShownFlag> Flags);

/// <summary>An article under the case's item changed while the case was running.</summary>
public sealed record ShownFlag(string Law, DateOnly FromVersion, DateOnly ToVersion, IReadOnlyList<string> Articles, DateTimeOffset At);

internal static class ListFlags
{
    internal static async Task<Results<Ok<ListFlagsResponse>, NotFound>> Handle(Guid id, Caller caller, PowerItemsDb db, CancellationToken ct)
    {
        if (!await db.Cases.VisibleTo(caller).AnyAsync(one => one.Id == id, ct)) return TypedResults.NotFound();
        return TypedResults.Ok(new ListFlagsResponse(await db.CaseFlags.Where(flag => flag.CaseId == id)
            .Join(db.BasisReviews, flag => flag.ReviewId, review => review.Id, (flag, review) => new ShownFlag(review.Law, review.FromVersion, review.ToVersion, review.Articles, flag.At))
            .ToListAsync(ct)));
    }
}
