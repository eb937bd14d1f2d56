using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Items;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.PowerItems.LegalBases;

public sealed record ListReviewsResponse(IReadOnlyList<ShownReview> Reviews);

/// <param name="Flagged">Running cases that were flagged, of units that the caller may read.</param>
public sealed record ShownReview(
    Guid ReviewId, string Law, DateOnly FromVersion, DateOnly ToVersion, string ItemCode, int ItemVersion, IReadOnlyList<string> Articles,
    int Flagged, DateTimeOffset OpenedAt, DateTimeOffset? SettledAt, string? Conclusion);

internal static class ListReviews
{
    /// <summary>Items to look at again because an article under them changed, those still open first.</summary>
    internal static async Task<Ok<ListReviewsResponse>> Handle(PowerItemsDb db, CancellationToken ct) =>
        TypedResults.Ok(new ListReviewsResponse(await db.BasisReviews.AsNoTracking().OrderBy(review => review.SettledAt != null).ThenBy(review => review.ItemCode)
            .Select(review => new ShownReview(
                review.Id, review.Law, review.FromVersion, review.ToVersion, review.ItemCode, review.ItemVersion, review.Articles,
                db.CaseFlags.Count(flag => flag.ReviewId == review.Id), review.OpenedAt, review.SettledAt, review.Conclusion))
            .ToListAsync(ct)));
}

/// <param name="Conclusion">What was found: kept as it is and why, or the new version of the item.</param>
public sealed record ConcludeReviewRequest([Required, StringLength(500, MinimumLength = 2)] string? Conclusion);

internal static class ConcludeReview
{
    private static readonly Refusal Settled = new("review-settled", "该复核已有结论。", "The review has its conclusion already.");

    internal static async Task<Results<NoContent, NotFound, ProblemHttpResult>> Handle(
        Guid id, ConcludeReviewRequest request, Caller caller, PowerItemsDb db, TimeProvider clock, CancellationToken ct)
    {
        if (!caller.IsGroupManager()) return ItemRefusals.NotGroupManager.ToProblem();
        if (await db.BasisReviews.FirstOrDefaultAsync(review => review.Id == id, ct) is not { } found) return TypedResults.NotFound();
        if (found.SettledAt is not null) return Settled.ToProblem();
        found.Settle(caller.Subject, request.Conclusion!, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}
