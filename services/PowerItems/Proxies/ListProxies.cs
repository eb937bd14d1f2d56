using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Database;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.PowerItems.Proxies;

public sealed record ListProxiesResponse(IReadOnlyList<ProxyResponse> Items);

internal static class ListProxies
{
    /// <summary>The proxies that the caller gave or was given, newest first, the last hundred.</summary>
    internal static async Task<Ok<ListProxiesResponse>> Handle(Caller caller, PowerItemsDb db, CancellationToken ct)
    {
        var me = caller.PersonId;
        var found = await db.Proxies.AsNoTracking().Where(one => me != Guid.Empty && (one.GivenBy == me || one.GivenTo == me))
            .OrderByDescending(one => one.Id).Take(100).ToListAsync(ct);
        return TypedResults.Ok(new ListProxiesResponse([.. found.Select(GiveProxy.Shown)]));
    }
}
