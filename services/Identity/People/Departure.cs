using Microsoft.EntityFrameworkCore;
using Ronghe.Identity.Sessions;

namespace Ronghe.Identity.People;

/// <summary>What a leaver loses in the very transaction in which they leave: posts, grants, account, sessions and tokens.</summary>
internal static class Departure
{
    internal static async Task Close(IdentityDb db, Guid[] people, DateTimeOffset now, CancellationToken ct)
    {
        await db.Appointments.Where(held => people.Contains(held.PersonId)).ExecuteDeleteAsync(ct);
        await db.Grants.Where(grant => people.Contains(grant.PersonId)).ExecuteDeleteAsync(ct);
        await db.SecondFactors.Where(factor => people.Contains(factor.PersonId)).ExecuteDeleteAsync(ct);
        await db.RecoveryCodes.Where(code => people.Contains(code.PersonId)).ExecuteDeleteAsync(ct);
        await db.Accounts.Where(account => people.Contains(account.PersonId)).ExecuteDeleteAsync(ct);
        await SessionEnds.EndAll(db, people, now, ct);
        var subjects = people.Select(id => id.ToString()).ToArray();
        await db.Database.ExecuteSqlAsync($"UPDATE openid_tokens SET status = 'revoked' WHERE subject = ANY ({subjects}) AND status <> 'revoked'", ct);
        await db.Database.ExecuteSqlAsync($"UPDATE openid_authorizations SET status = 'revoked' WHERE subject = ANY ({subjects}) AND status <> 'revoked'", ct);
    }
}
