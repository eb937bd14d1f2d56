using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Contracts.Identity;
using Ronghe.Identity.Administrators;
using Ronghe.Identity.Sessions;
using Ronghe.Identity.Units;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Identity.People;

/// <summary>What is null stays as it is.</summary>
/// <param name="Posts">All posts held from now on; an empty list ends every post.</param>
/// <param name="Version">The version that the caller saw.</param>
public sealed record MovePersonRequest(
    [Required] long? Version,
    string? UnitCode = null,
    IReadOnlyList<HoldingRequest?>? Posts = null,
    bool? PartyMember = null,
    Guid? BranchId = null,
    bool? UnionMember = null);

public sealed record PersonVersionResponse(Guid Id, long Version);

internal static class MovePerson
{
    internal static async Task<Results<Ok<PersonVersionResponse>, NotFound, ForbidHttpResult, ProblemHttpResult>> Handle(
        Guid id, MovePersonRequest request, Caller caller, IdentityDb db, TimeProvider clock, CancellationToken ct)
    {
        await UnitMoves.ShareTree(db, ct);
        if (await db.People.SingleOrDefaultAsync(person => person.Id == id, ct) is not { } person) return TypedResults.NotFound();
        var unit = request.UnitCode is null ? null : await db.Units.SingleOrDefaultAsync(unit => unit.Code == request.UnitCode, ct);
        if (request.UnitCode is not null && unit is null) return ProblemTypes.Invalid(("unitCode", "没有这个单位。", "There is no such unit."));
        if (request.BranchId is { } branch && !await db.Branches.AnyAsync(known => known.Id == branch, ct))
            return ProblemTypes.Invalid(("branchId", "没有这个党支部。", "There is no such Party branch."));
        if (!caller.Holds(RoleNames.SystemAdministrator, person.UnitPath)
            || (unit is not null && !caller.Holds(RoleNames.SystemAdministrator, unit.Path))) return TypedResults.Forbid();
        if (id == caller.PersonId && request.Posts is not null) return ThreeAdministrators.NotOnYourself.ToProblem();
        if (person.Move(request.Version!.Value, unit, request.PartyMember, request.BranchId, request.UnionMember) is { } refusal) return refusal.ToProblem();
        if (request.Posts is not null && await Reappoint(db, caller, id, request.Posts, clock.GetUtcNow(), ct) is { } no) return no;

        await db.SaveChangesAsync(ct);
        await db.SaveAndPublishAsync(ct, new PersonMoved(id, person.Version, person.ToFacts(await Holdings.Of(db, id, ct)), clock.GetUtcNow()));
        return TypedResults.Ok(new PersonVersionResponse(id, person.Version));
    }

    private static async Task<ProblemHttpResult?> Reappoint(
        IdentityDb db, Caller caller, Guid personId, IReadOnlyList<HoldingRequest?> posts, DateTimeOffset now, CancellationToken ct)
    {
        var (appointments, no) = await Holdings.Appoint(db, caller, personId, posts, ct);
        if (no is not null) return no;
        var before = await db.Appointments.AsNoTracking().Where(held => held.PersonId == personId).ToListAsync(ct);
        // What a lost post allowed, no token allows any longer.
        if (before.Any(held => !appointments.Any(kept => kept.PostCode == held.PostCode && kept.UnitId == held.UnitId))) await SessionEnds.EndAll(db, [personId], now, ct);
        await db.Appointments.Where(held => held.PersonId == personId).ExecuteDeleteAsync(ct);
        db.AddRange(appointments);
        return null;
    }
}
