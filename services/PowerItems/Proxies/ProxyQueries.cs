using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Assignees;
using Ronghe.PowerItems.Database;

namespace Ronghe.PowerItems.Proxies;

internal static class ProxyQueries
{
    /// <summary>The proxies in force at a moment. A person has one at most: an exclusion constraint holds that.</summary>
    internal static async Task<StandingProxies> ProxiesAt(this PowerItemsDb db, DateTimeOffset at, CancellationToken ct)
    {
        var found = await db.Proxies.AsNoTracking()
            .Where(proxy => proxy.From <= at && at < proxy.Until && proxy.RevokedAt == null)
            .Select(proxy => new { proxy.GivenBy, proxy.GivenTo })
            .ToListAsync(ct);
        return found.Count == 0 ? StandingProxies.None : new StandingProxies(found.ToDictionary(proxy => proxy.GivenBy, proxy => proxy.GivenTo));
    }
}
