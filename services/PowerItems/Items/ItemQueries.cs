using Microsoft.EntityFrameworkCore;

namespace Ronghe.PowerItems.Items;

internal static class ItemQueries
{
    /// <summary>Null when no version of the code is in force.</summary>
    internal static Task<ItemVersion?> InForce(this DbSet<ItemVersion> items, string code, CancellationToken ct) =>
        items.AsNoTracking().FirstOrDefaultAsync(item => item.Code == code && item.InForceTo == null, ct);
}
