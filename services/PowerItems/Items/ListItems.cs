using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Database;

namespace Ronghe.PowerItems.Items;

public sealed record ListItemsResponse(IReadOnlyList<ListedItem> Items);

public sealed record ListedItem(
    string Code,
    int Version,
    string Domain,
    string Name,
    string NameEn,
    IReadOnlyList<UnitLevel> Levels,
    ItemNature Nature,
    MajorDecisionClass? MajorDecisionClass,
    RiskGrade Grade,
    string? About);

internal static class ListItems
{
    /// <summary>The items in force, of one domain or of all: the catalogue is small, so that it is not paged.</summary>
    internal static async Task<Ok<ListItemsResponse>> Handle(string? domain, PowerItemsDb db, TimeProvider clock, CancellationToken ct)
    {
        var items = await db.Items.InForceAt(clock.GetUtcNow())
            .Where(item => domain == null || item.Domain == domain)
            .OrderBy(item => item.Code)
            .ToListAsync(ct);
        return TypedResults.Ok(new ListItemsResponse([.. items.Select(Listed)]));
    }

    private static ListedItem Listed(ItemVersion item)
    {
        var definition = item.Definition;
        return new ListedItem(item.Code, item.Number, item.Domain, definition.Name, definition.NameEn, definition.Levels,
            definition.Nature, definition.MajorDecisionClass, definition.Grade, definition.About);
    }
}
