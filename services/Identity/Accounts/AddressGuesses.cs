using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Identity.Accounts;

/// <summary>
/// Failed attempts from one address, whatever the account. An office of hundreds may stand behind one address, so the limit is
/// wide: from the 60th failure within a quarter of an hour on the address rests, like an account.
/// </summary>
internal sealed class AddressGuesses
{
    internal const int Limit = 60;

    public required string Address { get; init; }

    public int Failures { get; set; }

    public DateTimeOffset LastAt { get; set; }

    public DateTimeOffset? LockedUntil { get; set; }

    /// <summary>Counts an attempt before it is looked at; false while the address rests.</summary>
    internal static async Task<bool> Count(IdentityDb db, string address, DateTimeOffset now, CancellationToken ct) =>
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO address_guesses AS a (address, failures, last_at) VALUES ({address}, 1, {now})
            ON CONFLICT (address) DO UPDATE SET last_at = {now},
              failures = CASE WHEN a.last_at < {now} - interval '15 minutes' THEN 1 ELSE a.failures + 1 END,
              locked_until = CASE WHEN a.last_at >= {now} - interval '15 minutes' AND a.failures + 1 >= {Limit}
                THEN {now} + least(900, 30 * 2 ^ least(a.failures + 1 - {Limit}, 10)) * interval '1 second' END
            WHERE a.locked_until IS NULL OR a.locked_until <= {now}
            """, ct) == 1;

    /// <summary>The attempt was right after all.</summary>
    internal static Task<int> Forgive(IdentityDb db, string address, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"UPDATE address_guesses SET failures = greatest(failures - 1, 0), locked_until = NULL WHERE address = {address}", ct);

    internal static async Task Forget(ServiceDatabase<IdentityDb> database, CancellationToken ct)
    {
        await using var command = database.App.CreateCommand("DELETE FROM address_guesses WHERE last_at < now() - interval '1 day'");
        await command.ExecuteNonQueryAsync(ct);
    }
}
