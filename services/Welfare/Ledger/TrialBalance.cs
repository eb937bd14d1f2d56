using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Welfare.Ledger;

/// <param name="Total">Sum of all postings that the reader may see: always zero.</param>
/// <param name="Differences">Accounts whose balance is not the sum of their postings: always none.</param>
public sealed record TrialBalanceResponse(decimal Total, int Differences, IReadOnlyList<AccountBalance> Accounts);

/// <param name="Line">Budget line; empty for the contribution itself.</param>
/// <param name="Kind">Funding, Available, Committed, Paid or Settled; programmes of a line are added up.</param>
public sealed record AccountBalance(string UnitPath, int Year, string Line, string Kind, decimal Balance);

internal static class TrialBalance
{
    internal static async Task<Ok<TrialBalanceResponse>> Handle(
        Caller caller, WelfareDb db, CancellationToken ct, [Range(2000, 2200)] int? year = null)
    {
        var accounts = db.LedgerAccounts.AsNoTracking().VisibleTo(caller).Where(account => year == null || account.Year == year);
        var sums =
            from account in accounts
            join posting in db.LedgerPostings.AsNoTracking() on account.Id equals posting.AccountId into postings
            select new { account.UnitPath, account.Year, account.Line, account.Kind, account.Balance, Sum = postings.Sum(posting => posting.Amount) };
        var rows = await sums.ToListAsync(ct);
        return TypedResults.Ok(new TrialBalanceResponse(
            rows.Sum(row => row.Sum),
            rows.Count(row => row.Sum != row.Balance),
            [.. rows.GroupBy(row => (row.UnitPath, row.Year, row.Line, row.Kind))
                .Select(same => new AccountBalance(same.Key.UnitPath, same.Key.Year, same.Key.Line, same.Key.Kind, same.Sum(row => row.Balance)))
                .OrderBy(row => row.UnitPath, StringComparer.Ordinal).ThenBy(row => row.Year).ThenBy(row => row.Line, StringComparer.Ordinal).ThenBy(row => row.Kind, StringComparer.Ordinal)]));
    }

    [SuppressMessage("Globalization", "CA1310", Justification = "Translated to SQL, where prefixes are compared by code point.")]
    internal static IQueryable<LedgerAccount> VisibleTo(this IQueryable<LedgerAccount> accounts, Caller caller) =>
        accounts.Where(account => caller.Units.Any(unit => account.UnitPath.StartsWith(unit)));
}
