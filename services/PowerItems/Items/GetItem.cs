using Microsoft.AspNetCore.Http.HttpResults;
using Ronghe.PowerItems.Database;

namespace Ronghe.PowerItems.Items;

public sealed record GetItemResponse(string Code, int Version, string Domain, DateTimeOffset InForceFrom, PowerItem Definition);

internal static class GetItem
{
    internal static async Task<Results<Ok<GetItemResponse>, NotFound>> Handle(string code, PowerItemsDb db, TimeProvider clock, CancellationToken ct) =>
        await db.Items.InForce(code, clock.GetUtcNow(), ct) is { } item
            ? TypedResults.Ok(new GetItemResponse(item.Code, item.Number, item.Domain, item.InForceFrom!.Value, item.Definition))
            : TypedResults.NotFound();
}
