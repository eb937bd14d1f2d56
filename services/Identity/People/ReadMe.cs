using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Contracts.Identity;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Identity.People;

/// <param name="Roles">Each over a unit subtree, as the token says.</param>
public sealed record MeResponse(
    Guid Id, string Number, string Name, string UnitPath, string UnitName, string UnitNameEn, bool PartyMember, Guid? BranchId, bool UnionMember,
    DateOnly JoinedOn, IReadOnlyList<PostHolding> Posts, IReadOnlyList<RoleGrant> Roles, long Version);

/// <summary>What the directory knows about the caller.</summary>
internal static class ReadMe
{
    internal static async Task<Results<Ok<MeResponse>, NotFound>> Handle(Caller caller, IdentityDb db, CancellationToken ct)
    {
        var found = await (
            from person in db.People.AsNoTracking()
            where person.Id == caller.PersonId
            join unit in db.Units on person.UnitId equals unit.Id
            select new { Person = person, unit.Name, unit.NameEn }).SingleOrDefaultAsync(ct);
        if (found is null) return TypedResults.NotFound();

        var (me, posts) = (found.Person, await Holdings.Of(db, found.Person.Id, ct));
        return TypedResults.Ok(new MeResponse(
            me.Id, me.Number, me.Name, me.UnitPath, found.Name, found.NameEn, me.PartyMember, me.BranchId, me.UnionMember, me.JoinedOn, posts, caller.Roles, me.Version));
    }
}
