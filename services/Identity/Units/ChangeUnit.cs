using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Identity.Units;

/// <summary>What is null stays as it is.</summary>
/// <param name="ParentCode">Moves the unit, and all below it, under this one.</param>
/// <param name="Active">False closes the unit; it must be empty.</param>
/// <param name="Version">The version that the caller saw.</param>
public sealed record ChangeUnitRequest(
    [StringLength(100, MinimumLength = 1)] string? Name,
    [StringLength(200, MinimumLength = 1)] string? NameEn,
    string? ParentCode,
    bool? Active,
    [Required] long? Version);

internal static class ChangeUnit
{
    internal static async Task<Results<Ok<UnitResponse>, NotFound, ForbidHttpResult, ProblemHttpResult>> Handle(
        Guid id, ChangeUnitRequest request, Caller caller, IdentityDb db, TimeProvider clock, CancellationToken ct)
    {
        await UnitMoves.LockTree(db, ct);
        if (await db.Units.SingleOrDefaultAsync(unit => unit.Id == id, ct) is not { } unit || !caller.MayRead(unit.Path)) return TypedResults.NotFound();
        var parent = request.ParentCode is null ? null : await db.Units.SingleOrDefaultAsync(other => other.Code == request.ParentCode, ct);
        if (request.ParentCode is not null && parent is null) return ProblemTypes.Invalid(("parentCode", "没有这个上级单位。", "There is no such parent unit."));
        if (!caller.Holds(RoleNames.SystemAdministrator, unit.Path) || (parent is not null && !caller.Holds(RoleNames.SystemAdministrator, parent.Path))) return TypedResults.Forbid();
        if (request.Active == false && !await UnitMoves.IsEmpty(db, unit, ct)) return UnitRefusals.NotEmpty.ToProblem();

        var previous = unit.Path;
        if (unit.Change(request.Version!.Value, request.Name, request.NameEn, parent, request.Active) is { } refusal) return refusal.ToProblem();
        var moved = unit.Path != previous;

        await db.SaveAndPublishAsync(ct, unit.ToEvent(moved ? previous : null, clock.GetUtcNow()));
        if (moved) await UnitMoves.Reroot(db, previous, unit.Path, ct);
        return TypedResults.Ok(unit.ToResponse());
    }
}
