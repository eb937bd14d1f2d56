using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Acts;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Permissions;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Directory;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.PowerItems.Proxies;

/// <param name="To">Who acts in the caller's place.</param>
/// <param name="From">First moment, included; now when null.</param>
/// <param name="Until">Last moment, excluded.</param>
public sealed record GiveProxyRequest([Required] Guid? To, DateTimeOffset? From, [Required] DateTimeOffset? Until);

public sealed record ProxyResponse(Guid ProxyId, Guid GivenBy, Guid GivenTo, DateTimeOffset From, DateTimeOffset Until, DateTimeOffset? RevokedAt);

internal static class GiveProxy
{
    private const long Lock = 0x70726F786965; // "proxie"

    internal static async Task<Results<Created<ProxyResponse>, ForbidHttpResult, ProblemHttpResult>> Handle(
        GiveProxyRequest request, Caller caller, PowerItemsDb db, TimeProvider clock, CancellationToken ct)
    {
        if (!caller.IsPerson) return TypedResults.Forbid();
        var now = clock.GetUtcNow();
        var proxy = new AuthorityProxy
        {
            Id = Guid.CreateVersion7(now), GivenBy = caller.PersonId, GivenTo = request.To!.Value, From = (request.From ?? now).ToUniversalTime(),
            Until = request.Until!.Value.ToUniversalTime(), CreatedAt = now,
        };
        if (proxy.Until <= proxy.From || proxy.Until <= now) return ProblemTypes.Invalid(("until", "应晚于开始时间和现在。", "Must be later than the start and than now."));
        if (proxy.Until - proxy.From > ProxyRules.Longest) return ProblemTypes.Invalid(("until", "最长一年。", "A year at most."));
        if (!await db.Set<PersonCopy>().AnyAsync(person => person.Id == proxy.GivenTo && person.Active, ct)) return ActRefusals.UnknownPerson(proxy.GivenTo).ToProblem();

        // A circle is a rule over many rows: one at a time.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Lock})", ct);
        var standing = await db.Proxies.AsNoTracking().Where(other => other.RevokedAt == null && other.Until > now).ToListAsync(ct);
        if (ProxyRules.Check(proxy, standing) is { } refusal) return refusal.ToProblem();

        db.Add(proxy);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/power-items/proxies/{proxy.Id}", Shown(proxy));
    }

    internal static ProxyResponse Shown(AuthorityProxy proxy) => new(proxy.Id, proxy.GivenBy, proxy.GivenTo, proxy.From, proxy.Until, proxy.RevokedAt);
}
