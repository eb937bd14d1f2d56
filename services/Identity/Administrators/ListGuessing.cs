using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Identity.Administrators;

/// <param name="LockedUntil">Null while it may be tried.</param>
public sealed record GuessedAccountResponse(Guid PersonId, string UserName, string UnitPath, int Failures, DateTimeOffset? LockedUntil);

public sealed record GuessingAddressResponse(string Address, int Failures, DateTimeOffset LastAt, DateTimeOffset? LockedUntil);

public sealed record GuessingResponse(IReadOnlyList<GuessedAccountResponse> Accounts, IReadOnlyList<GuessingAddressResponse> Addresses);

/// <summary>Accounts with failed attempts since their last success, and the addresses that failed, worst first.</summary>
internal static class ListGuessing
{
    private const int Most = 200;

    [SuppressMessage("Globalization", "CA1310", Justification = "PostgreSQL compares, in the database's C collation.")]
    internal static async Task<Ok<GuessingResponse>> Handle(Caller caller, IdentityDb db, CancellationToken ct)
    {
        var units = SecurityScope.Units(caller);
        var accounts = await (
            from account in db.Accounts
            where account.Failures > 0
            join person in db.People on account.PersonId equals person.Id
            where units.Any(unit => person.UnitPath.StartsWith(unit))
            orderby account.Failures descending, account.UserName
            select new GuessedAccountResponse(person.Id, account.UserName, person.UnitPath, account.Failures, account.LockedUntil)).Take(Most).ToListAsync(ct);
        var addresses = await db.AddressGuesses.AsNoTracking().Where(guesses => guesses.Failures > 0)
            .OrderByDescending(guesses => guesses.Failures).ThenBy(guesses => guesses.Address).Take(Most)
            .Select(guesses => new GuessingAddressResponse(guesses.Address, guesses.Failures, guesses.LastAt, guesses.LockedUntil)).ToListAsync(ct);
        return TypedResults.Ok(new GuessingResponse(accounts, addresses));
    }
}
