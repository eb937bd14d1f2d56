using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using OtpNet;
using Ronghe.Identity.Keys;

namespace Ronghe.Identity.SecondFactors;

/// <summary>Time-based codes: six digits, 30 seconds, one step of tolerance either way, each accepted once (RFC 6238, 5.2).</summary>
internal sealed class Totp(KeySeal seal)
{
    private const string Use = "second factor";
    private static readonly VerificationWindow Tolerance = new(previous: 1, future: 1);

    /// <summary>The secret of an enrolment that was begun: a new one unless one waits for its first code.</summary>
    internal async Task<byte[]> Begin(IdentityDb db, Guid personId, CancellationToken ct)
    {
        // Two tabs show the same secret: whoever inserts first has chosen it.
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO second_factors (person_id, sealed, last_step) VALUES ({personId}, {seal.Close(RandomNumberGenerator.GetBytes(20), Use)}, 0)
            ON CONFLICT DO NOTHING
            """, ct);
        var factor = await db.SecondFactors.AsNoTracking().SingleAsync(factor => factor.PersonId == personId, ct);
        return factor.ConfirmedAt is null ? seal.Open(factor.Sealed, Use) : throw new InvalidOperationException("The second factor is already confirmed.");
    }

    /// <summary>Confirms an enrolment with its first code.</summary>
    internal Task<bool> Confirm(IdentityDb db, Guid personId, string code, DateTimeOffset now, CancellationToken ct) =>
        Accept(db, personId, code, now, confirmed: false, ct);

    internal Task<bool> Accept(IdentityDb db, Guid personId, string code, DateTimeOffset now, CancellationToken ct) =>
        Accept(db, personId, code, now, confirmed: true, ct);

    private async Task<bool> Accept(IdentityDb db, Guid personId, string code, DateTimeOffset now, bool confirmed, CancellationToken ct)
    {
        if (await db.SecondFactors.AsNoTracking().SingleOrDefaultAsync(factor => factor.PersonId == personId, ct) is not { } factor) return false;
        var totp = new OtpNet.Totp(seal.Open(factor.Sealed, Use));
        if (!totp.VerifyTotp(now.UtcDateTime, Digits(code), out var step, Tolerance)) return false;

        // The same code at the same moment in two browsers: one of them changes the row.
        return await db.SecondFactors.Where(known => known.PersonId == personId && known.LastStep < step && (known.ConfirmedAt != null) == confirmed)
            .ExecuteUpdateAsync(known => known.SetProperty(f => f.LastStep, step).SetProperty(f => f.ConfirmedAt, f => f.ConfirmedAt ?? now), ct) == 1;
    }

    // Authenticators show "123 456".
    private static string Digits(string code) => string.Concat(code.Where(char.IsAsciiDigit));
}
