using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Identity.Credentials;
using Ronghe.Identity.Accounts;
using Ronghe.Identity.People;
using Ronghe.Identity.Sessions;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Identity.Administrators;

/// <param name="InitialPassword">Handed to the person by the administrator; it must be changed at the next sign-in.</param>
public sealed record ResetPasswordRequest([Required, StringLength(128, MinimumLength = 12)] string? InitialPassword);

internal static class ResetPassword
{
    internal static async Task<Results<NoContent, NotFound, ProblemHttpResult>> Handle(
        Guid id, ResetPasswordRequest request, Caller caller, IdentityDb db, Passwords passwords, PasswordRules rules, TimeProvider clock, CancellationToken ct)
    {
        var (account, person, no) = await OtherAccount.Find(db, caller, id, ct);
        if (no is not null) return no;
        if (account is null) return TypedResults.NotFound();
        if (rules.Refuse(request.InitialPassword!, person!.Number, person.Name, account.UserName, person.BirthMonth, person.BirthDay) is { } weak)
            return ProblemTypes.Invalid(("initialPassword", weak.Chinese, weak.English));

        (account.PasswordHash, account.PasswordOrigin) = (passwords.Hash(request.InitialPassword!), PasswordOrigins.Initial);
        (account.Failures, account.LockedUntil) = (0, null);
        await db.SaveChangesAsync(ct);
        await SessionEnds.EndAll(db, [id], clock.GetUtcNow(), ct);
        return TypedResults.NoContent();
    }
}

/// <summary>Lets a resting account be tried again at once.</summary>
internal static class UnlockAccount
{
    internal static async Task<Results<NoContent, NotFound, ProblemHttpResult>> Handle(Guid id, Caller caller, IdentityDb db, CancellationToken ct)
    {
        var (account, _, no) = await OtherAccount.Find(db, caller, id, ct);
        if (no is not null) return no;
        if (account is null) return TypedResults.NotFound();
        (account.Failures, account.LockedUntil) = (0, null);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}

/// <summary>For a lost phone without recovery codes: authenticator and codes go, the next sign-in binds anew where the role asks for it.</summary>
internal static class ResetSecondFactor
{
    internal static async Task<Results<NoContent, NotFound, ProblemHttpResult>> Handle(Guid id, Caller caller, IdentityDb db, TimeProvider clock, CancellationToken ct)
    {
        var (account, _, no) = await OtherAccount.Find(db, caller, id, ct);
        if (no is not null) return no;
        if (account is null) return TypedResults.NotFound();
        await db.SecondFactors.Where(factor => factor.PersonId == id).ExecuteDeleteAsync(ct);
        await db.RecoveryCodes.Where(code => code.PersonId == id).ExecuteDeleteAsync(ct);
        await SessionEnds.EndAll(db, [id], clock.GetUtcNow(), ct);
        return TypedResults.NoContent();
    }
}

/// <summary>The account of somebody else whom the security administrator looks after, and who is no administrator.</summary>
internal static class OtherAccount
{
    private static readonly Refusal OfAnAdministrator = new("account-of-an-administrator",
        "不能重置其他管理员的密码或验证器：先取消其管理员角色，办理后再授予，全过程留痕。",
        "Another administrator's credentials are not reset: take the role away first and grant it again afterwards. Each step is recorded.",
        StatusCodes.Status403Forbidden);

    internal static async Task<(Account? Account, Person? Person, ProblemHttpResult? No)> Find(IdentityDb db, Caller caller, Guid id, CancellationToken ct)
    {
        if (await SecurityScope.Find(db, caller, id, ct) is not { } person) return default;
        if (id == caller.PersonId) return (null, null, ThreeAdministrators.NotOnYourself.ToProblem());
        var roles = await Tokens.SignedInSessions.RolesOf(db, id, person.UnitPath, ct);
        if (roles.Any(grant => ThreeAdministrators.Roles.Contains(grant.Split('@')[0]))) return (null, null, OfAnAdministrator.ToProblem());
        return (await db.Accounts.SingleOrDefaultAsync(account => account.PersonId == id, ct), person, null);
    }
}
