using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OtpNet;

namespace Ronghe.Identity.SecondFactors;

/// <summary>Ten codes of 80 bits, shown once.</summary>
internal static class RecoveryCodes
{
    private const int Count = 10;

    /// <summary>Makes new codes; older ones are worth nothing any more.</summary>
    internal static async Task<IReadOnlyList<string>> Make(IdentityDb db, Guid personId, CancellationToken ct)
    {
        await db.RecoveryCodes.Where(code => code.PersonId == personId).ExecuteDeleteAsync(ct);
        var codes = Enumerable.Range(0, Count).Select(_ => Base32Encoding.ToString(RandomNumberGenerator.GetBytes(10))).ToList();
        db.AddRange(codes.Select(code => new RecoveryCode { PersonId = personId, Hash = HashOf(personId, code) }));
        await db.SaveChangesAsync(ct);
        return [.. codes.Select(code => string.Join('-', code.Chunk(4).Select(part => new string(part))))];
    }

    internal static async Task<bool> Use(IdentityDb db, Guid personId, string code, DateTimeOffset now, CancellationToken ct)
    {
        var hash = HashOf(personId, string.Concat(code.ToUpperInvariant().Where(char.IsAsciiLetterOrDigit)));
        return await db.RecoveryCodes.Where(known => known.PersonId == personId && known.Hash == hash && known.UsedAt == null)
            .ExecuteUpdateAsync(known => known.SetProperty(c => c.UsedAt, now), ct) == 1;
    }

    private static byte[] HashOf(Guid personId, string code) => SHA256.HashData(Encoding.UTF8.GetBytes($"ronghe recovery {personId} {code}"));
}
