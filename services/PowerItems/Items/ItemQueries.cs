using Microsoft.EntityFrameworkCore;

namespace Ronghe.PowerItems.Items;

internal static class ItemQueries
{
    /// <summary>The versions in force at a moment: one a code at most.</summary>
    internal static IQueryable<ItemVersion> InForceAt(this IQueryable<ItemVersion> items, DateTimeOffset at) =>
        items.AsNoTracking().Where(item => item.InForceFrom <= at && (item.InForceTo == null || item.InForceTo > at));

    /// <summary>Null when no version of the code is in force.</summary>
    internal static Task<ItemVersion?> InForce(this DbSet<ItemVersion> items, string code, DateTimeOffset at, CancellationToken ct) =>
        items.InForceAt(at).FirstOrDefaultAsync(item => item.Code == code, ct);
}
