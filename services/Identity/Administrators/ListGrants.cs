using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Identity.Administrators;

/// <summary>What a person was granted beside what their posts bring.</summary>
internal static class ListGrants
{
    internal static async Task<Results<Ok<IReadOnlyList<GrantResponse>>, NotFound>> Handle(Guid id, Caller caller, IdentityDb db, CancellationToken ct)
    {
        if (await SecurityScope.Find(db, caller, id, ct) is null) return TypedResults.NotFound();
        return TypedResults.Ok<IReadOnlyList<GrantResponse>>(await (
            from grant in db.Grants
            where grant.PersonId == id
            join unit in db.Units on grant.UnitId equals unit.Id
            orderby grant.Role, unit.Path
            select new GrantResponse(grant.Role, unit.Path)).ToListAsync(ct));
    }
}
