using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Identity.Units;

public sealed record UnitResponse(Guid Id, string Code, string Path, string Name, string NameEn, string Kind, bool Active, long Version);

/// <summary>The units a caller may read, and those above them, from the group down.</summary>
internal static class ListUnits
{
    internal static async Task<Ok<IReadOnlyList<UnitResponse>>> Handle(Caller caller, IdentityDb db, CancellationToken ct)
    {
        var units = await db.UnitsSeenBy(caller)
            .OrderBy(unit => unit.Path)
            .Select(unit => new UnitResponse(unit.Id, unit.Code, unit.Path, unit.Name, unit.NameEn, unit.Kind, unit.Active, unit.Version))
            .ToListAsync(ct);
        return TypedResults.Ok<IReadOnlyList<UnitResponse>>(units);
    }
}
