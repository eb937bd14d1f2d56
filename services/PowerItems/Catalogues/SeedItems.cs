using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Items;

namespace Ronghe.PowerItems.Catalogues;

internal static class SeedItems
{
    // Not the day of the first start: a catalogue is older than the software, and histories reach back.
    private static readonly DateTimeOffset InForceFrom = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Puts version 1 of every item in force whose code is not known yet. Codes that are known are left alone.</summary>
    internal static async Task Run(IServiceProvider services, PowerItemsDb db, CancellationToken ct)
    {
        var known = await db.Items.Select(item => item.Code).Distinct().ToListAsync(ct);
        db.AddRange(services.GetRequiredService<Catalogue>().Items
            .ExceptBy(known, one => one.Item.Code)
            .Select(one => new ItemVersion(one.Item, one.Domain, 1, InForceFrom)));
        await db.SaveChangesAsync(ct);
    }
}
