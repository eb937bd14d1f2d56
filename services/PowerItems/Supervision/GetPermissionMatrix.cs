using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Items;

namespace Ronghe.PowerItems.Supervision;

public sealed record GetPermissionMatrixResponse(IReadOnlyList<PermissionRow> Rows);

/// <summary>A post that may act on a step of an item in force.</summary>
/// <param name="At">Where the post is looked up, relative to the case's unit.</param>
/// <param name="Tiers">Names of the amount tiers in which the step applies; empty when the item has none.</param>
/// <param name="NeverWith">Posts that the same person may not also act for in one case.</param>
public sealed record PermissionRow(
    string ItemCode, int ItemVersion, string ItemName, string StepKey, string StepName, StepKind Kind, string Post, UnitRelation At,
    IReadOnlyList<string> Tiers, string? Condition, IReadOnlyList<string> NeverWith);

internal static class GetPermissionMatrix
{
    /// <summary>Who may do what, by the items in force.</summary>
    internal static async Task<Ok<GetPermissionMatrixResponse>> Handle(
        PowerItemsDb db, TimeProvider clock, CancellationToken ct, [StringLength(10)] string? domain = null, [StringLength(60)] string? post = null) =>
        TypedResults.Ok(new GetPermissionMatrixResponse(await db.Permissions(domain, post, clock.GetUtcNow(), ct)));

    internal static async Task<IReadOnlyList<PermissionRow>> Permissions(this PowerItemsDb db, string? domain, string? post, DateTimeOffset now, CancellationToken ct)
    {
        var items = await db.Items.InForceAt(now).Where(item => domain == null || item.Domain == domain).OrderBy(item => item.Code).ToListAsync(ct);
        return [.. items.SelectMany(Rows).Where(row => post is null || row.Post == post)];
    }

    private static IEnumerable<PermissionRow> Rows(ItemVersion item) =>
        from step in item.Definition.Steps
        from post in step.Posts
        select new PermissionRow(
            item.Code, item.Number, item.Definition.Name, step.Key, step.Name, step.Kind, post, step.At,
            [.. item.Definition.Tiers.Where(tier => !tier.Skip.Contains(step.Key)).Select(tier => tier.Name)],
            step.When is { } when ? $"{when.Field} {when.Op} {when.Value}" : null,
            [.. item.Definition.Separate.Where(apart => apart.Contains(post)).SelectMany(apart => apart).Where(other => other != post).Distinct()]);
}
