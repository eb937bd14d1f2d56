using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Identity.Accounts;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Identity.Administrators;

/// <param name="Finding">Stale, NeverUsed, SharedPassword or InitialPassword.</param>
public sealed record FindingResponse(string Finding, Guid PersonId, string UserName, string UnitPath, DateTimeOffset CreatedAt, DateTimeOffset? LastSignInAt);

/// <param name="Counts">How many of each finding there are in all.</param>
/// <param name="Next">Pass it as <c>after</c> for the next page; null on the last.</param>
public sealed record FindingsResponse(IReadOnlyDictionary<string, int> Counts, IReadOnlyList<FindingResponse> Findings, string? Next);

/// <summary>
/// Accounts to look at: nobody signed in for 90 days, or ever within 30; the seed's common password, or one that somebody else
/// chose more than 7 days ago.
/// </summary>
internal static class ListFindings
{
    private const int Page = 200;

    [SuppressMessage("Globalization", "CA1310", Justification = "PostgreSQL compares, in the database's C collation.")]
    [SuppressMessage("Globalization", "CA1309", Justification = "PostgreSQL compares, in the database's C collation.")]
    internal static async Task<Results<Ok<FindingsResponse>, ProblemHttpResult>> Handle(
        Caller caller, IdentityDb db, TimeProvider clock, CancellationToken ct, string? finding = null, string after = "")
    {
        if (finding is not (null or "Stale" or "NeverUsed" or "SharedPassword" or "InitialPassword"))
            return ProblemTypes.Invalid(("finding", "应为 Stale、NeverUsed、SharedPassword 或 InitialPassword。", "Must be Stale, NeverUsed, SharedPassword or InitialPassword."));

        var (now, units) = (clock.GetUtcNow(), SecurityScope.Units(caller));
        var (quarter, month, week) = (now.AddDays(-90), now.AddDays(-30), now.AddDays(-7));
        var found =
            from account in db.Accounts
            join person in db.People on account.PersonId equals person.Id
            where person.LeftAt == null && units.Any(unit => person.UnitPath.StartsWith(unit))
            let what = account.PasswordOrigin == PasswordOrigins.Seed ? "SharedPassword"
                : account.LastSignInAt < quarter ? "Stale"
                : account.LastSignInAt == null && account.CreatedAt < month ? "NeverUsed"
                : account.PasswordOrigin == PasswordOrigins.Initial && account.CreatedAt < week ? "InitialPassword"
                : null
            where what != null
            select new { What = what, person.Id, account.UserName, person.UnitPath, account.CreatedAt, account.LastSignInAt };
        var counts = await found.GroupBy(each => each.What).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, ct);
        var page = await found.Where(each => (finding == null || each.What == finding) && string.Compare(each.UserName, after) > 0)
            .OrderBy(each => each.UserName).Take(Page + 1).ToListAsync(ct);
        return TypedResults.Ok(new FindingsResponse(counts,
            [.. page.Take(Page).Select(each => new FindingResponse(each.What, each.Id, each.UserName, each.UnitPath, each.CreatedAt, each.LastSignInAt))],
            page.Count > Page ? page[Page - 1].UserName : null));
    }
}
