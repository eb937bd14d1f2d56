using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Database;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.PowerItems.Proxies;

internal static class RevokeProxy
{
    /// <summary>Tasks that were assigned before keep the proxy: it was resolved at assignment. Revoking twice changes nothing.</summary>
    internal static async Task<Results<Ok<ProxyResponse>, NotFound>> Handle(Guid id, Caller caller, PowerItemsDb db, TimeProvider clock, CancellationToken ct)
    {
        var me = caller.PersonId;
        if (!caller.IsPerson || await db.Proxies.FirstOrDefaultAsync(one => one.Id == id && one.GivenBy == me, ct) is not { } proxy) return TypedResults.NotFound();
        if (proxy.RevokedAt is null) proxy.Revoke(clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(GiveProxy.Shown(proxy));
    }
}
