using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ronghe.Contracts.Identity;
using Ronghe.Identity.Credentials;
using Ronghe.Identity.Accounts;
using Ronghe.Identity.Units;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Identity.People;

/// <param name="Number">Employee number, the user name at first.</param>
/// <param name="InitialPassword">Handed to the person by whoever asks; it must be changed at the first sign-in, and only its hash is kept. The answer does not repeat it: answers are stored.</param>
/// <param name="BranchId">Party branch of a member; null for none.</param>
/// <param name="Posts">Posts held from the first day; null for none.</param>
public sealed record JoinPersonRequest(
    [Required, RegularExpression("^[0-9A-Za-z-]{1,20}$")] string? Number,
    [Required, StringLength(50, MinimumLength = 1)] string? Name,
    [Required] string? UnitCode,
    [Required] DateOnly? JoinedOn,
    [Required, StringLength(128, MinimumLength = 12)] string? InitialPassword,
    bool PartyMember = false,
    Guid? BranchId = null,
    bool UnionMember = true,
    [Range(1, 12)] int? BirthMonth = null,
    [Range(1, 31)] int? BirthDay = null,
    IReadOnlyList<HoldingRequest?>? Posts = null);

public sealed record JoinPersonResponse(Guid Id, string UserName, long Version);

internal static class JoinPerson
{
    internal static async Task<Results<Created<JoinPersonResponse>, ForbidHttpResult, ProblemHttpResult>> Handle(
        JoinPersonRequest request, Caller caller, IdentityDb db, Passwords passwords, PasswordRules rules, TimeProvider clock, CancellationToken ct)
    {
        await UnitMoves.ShareTree(db, ct);
        var unit = await db.Units.SingleOrDefaultAsync(unit => unit.Code == request.UnitCode && unit.Active, ct);
        if (unit is null) return ProblemTypes.Invalid(("unitCode", "没有这个单位。", "There is no such unit."));
        if (!caller.Holds(RoleNames.SystemAdministrator, unit.Path)) return TypedResults.Forbid();
        if (request.BranchId is { } branch && !await db.Branches.AnyAsync(known => known.Id == branch, ct))
            return ProblemTypes.Invalid(("branchId", "没有这个党支部。", "There is no such Party branch."));

        if (rules.Refuse(request.InitialPassword!, request.Number!, request.Name!, request.Number!, request.BirthMonth, request.BirthDay) is { } weak)
            return ProblemTypes.Invalid(("initialPassword", weak.Chinese, weak.English));

        var now = clock.GetUtcNow();
        var person = ToPerson(request, unit, Guid.CreateVersion7(now));
        var (appointments, no) = await Holdings.Appoint(db, caller, person.Id, request.Posts ?? [], ct);
        if (no is not null) return no;

        var account = new Account { PersonId = person.Id, UserName = request.Number!.ToLowerInvariant(), CreatedAt = now, PasswordHash = passwords.Hash(request.InitialPassword!) };
        db.AddRange([person, account, .. appointments]);
        if (!await SaveUnlessTaken(db, ct)) return PersonRefusals.NumberTaken.ToProblem();
        await db.SaveAndPublishAsync(ct, new PersonJoined(person.Id, person.Version, person.ToFacts(await Holdings.Of(db, person.Id, ct)), now));
        return TypedResults.Created($"/api/v1/directory/people?ids={person.Id}", new JoinPersonResponse(person.Id, account.UserName, person.Version));
    }

    // Only the constraints see everybody: people out of the caller's sight, leavers, and whoever joins at the same moment.
    private static async Task<bool> SaveUnlessTaken(IdentityDb db, CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
            return true;
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return false;
        }
    }

    private static Person ToPerson(JoinPersonRequest request, Unit unit, Guid id) => new()
    {
        Id = id,
        Number = request.Number!,
        Name = request.Name!,
        UnitId = unit.Id,
        UnitPath = unit.Path,
        PartyMember = request.PartyMember,
        BranchId = request.PartyMember ? request.BranchId : null,
        UnionMember = request.UnionMember,
        JoinedOn = request.JoinedOn!.Value,
        BirthMonth = request.BirthMonth,
        BirthDay = request.BirthDay,
    };
}
