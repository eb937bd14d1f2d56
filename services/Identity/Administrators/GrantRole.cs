using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Identity.People;
using Ronghe.Identity.Sessions;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Identity.Administrators;

/// <param name="UnitCode">The role holds over this unit and all below it.</param>
public sealed record GrantRoleRequest([Required] string? Role, [Required] string? UnitCode);

public sealed record GrantResponse(string Role, string UnitPath);

/// <summary>The security administrator grants and takes away roles, never their own. Sessions end, so that no token keeps the old rights.</summary>
internal static class GrantRole
{
    private static readonly string[] Grantable =
    [
        RoleNames.UnionWorker, RoleNames.PartyWorker, RoleNames.Manager, RoleNames.Leader, RoleNames.DisciplineInspector, RoleNames.DutyRoom,
        .. ThreeAdministrators.Roles,
    ];

    internal static async Task<Results<Ok<GrantResponse>, NotFound, ForbidHttpResult, ProblemHttpResult>> Handle(
        Guid id, GrantRoleRequest request, Caller caller, IdentityDb db, TimeProvider clock, CancellationToken ct)
    {
        if (!Grantable.Contains(request.Role)) return ProblemTypes.Invalid(("role", "没有这个可授予的角色。", "There is no such role to grant."));
        if (await db.Units.SingleOrDefaultAsync(unit => unit.Code == request.UnitCode && unit.Active, ct) is not { } unit)
            return ProblemTypes.Invalid(("unitCode", "没有这个单位。", "There is no such unit."));
        if (await SecurityScope.Find(db, caller, id, ct) is not { } person) return TypedResults.NotFound();
        if (!caller.Holds(RoleNames.SecurityAdministrator, unit.Path)) return TypedResults.Forbid();
        if (id == caller.PersonId) return ThreeAdministrators.NotOnYourself.ToProblem();
        if (person.LeftAt is not null) return PersonRefusals.HasLeft.ToProblem();

        try
        {
            await db.Database.ExecuteSqlAsync($"INSERT INTO grants (person_id, role, unit_id) VALUES ({id}, {request.Role}, {unit.Id}) ON CONFLICT DO NOTHING", ct);
        }
        catch (Npgsql.PostgresException broken) when (ThreeAdministrators.IsBroken(broken))
        {
            return ThreeAdministrators.Separate.ToProblem();
        }

        await SessionEnds.EndAll(db, [id], clock.GetUtcNow(), ct);
        return TypedResults.Ok(new GrantResponse(request.Role!, unit.Path));
    }
}
