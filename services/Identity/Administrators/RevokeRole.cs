using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Identity.Sessions;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Identity.Administrators;

public sealed record RevokeRoleRequest([Required] string? Role, [Required] string? UnitCode);

internal static class RevokeRole
{
    private static readonly Refusal NotGranted = new("role-not-granted",
        "此人没有被单独授予该角色；随岗位而来的角色请调整岗位。", "The person was not granted this role. A role that comes with a post ends with the post.");

    internal static async Task<Results<NoContent, NotFound, ForbidHttpResult, ProblemHttpResult>> Handle(
        Guid id, RevokeRoleRequest request, Caller caller, IdentityDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Units.SingleOrDefaultAsync(unit => unit.Code == request.UnitCode, ct) is not { } unit)
            return ProblemTypes.Invalid(("unitCode", "没有这个单位。", "There is no such unit."));
        if (await SecurityScope.Find(db, caller, id, ct) is null) return TypedResults.NotFound();
        if (!caller.Holds(RoleNames.SecurityAdministrator, unit.Path)) return TypedResults.Forbid();
        if (id == caller.PersonId) return ThreeAdministrators.NotOnYourself.ToProblem();
        var taken = await db.Grants.Where(grant => grant.PersonId == id && grant.Role == request.Role && grant.UnitId == unit.Id).ExecuteDeleteAsync(ct);
        if (taken == 0) return NotGranted.ToProblem();

        await SessionEnds.EndAll(db, [id], clock.GetUtcNow(), ct);
        return TypedResults.NoContent();
    }
}
