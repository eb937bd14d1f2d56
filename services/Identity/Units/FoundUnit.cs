using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Identity.Units;

/// <param name="Code">Upper-case letters and digits, unique in the group; becomes the last segment of the path.</param>
public sealed record FoundUnitRequest(
    [Required, RegularExpression("^[A-Z][A-Z0-9]{0,15}$")] string? Code,
    [Required, StringLength(100, MinimumLength = 1)] string? Name,
    [Required, StringLength(200, MinimumLength = 1)] string? NameEn,
    [Required] string? Kind,
    [Required] string? ParentCode);

internal static class FoundUnit
{
    internal static async Task<Results<Created<UnitResponse>, ForbidHttpResult, ProblemHttpResult>> Handle(
        FoundUnitRequest request, Caller caller, IdentityDb db, TimeProvider clock, CancellationToken ct)
    {
        if (!UnitKinds.IsKind(request.Kind)) return ProblemTypes.Invalid(("kind", "没有这种单位类型。", "There is no such kind of unit."));
        await UnitMoves.LockTree(db, ct);
        var parent = await db.Units.SingleOrDefaultAsync(unit => unit.Code == request.ParentCode, ct);
        if (parent is null) return ProblemTypes.Invalid(("parentCode", "没有这个上级单位。", "There is no such parent unit."));
        if (!caller.Holds(RoleNames.SystemAdministrator, parent.Path)) return TypedResults.Forbid();
        if (await db.Units.AnyAsync(unit => unit.Code == request.Code, ct)) return UnitRefusals.CodeTaken.ToProblem();

        var now = clock.GetUtcNow();
        var unit = Unit.Found(Guid.CreateVersion7(now), parent, request.Code!, request.Name!, request.NameEn!, request.Kind!, out var refusal);
        if (unit is null) return refusal!.ToProblem();

        db.Units.Add(unit);
        await db.SaveAndPublishAsync(ct, unit.ToEvent(null, now));
        return TypedResults.Created($"/api/v1/directory/units/{unit.Id}", unit.ToResponse());
    }
}
