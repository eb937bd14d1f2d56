using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;

namespace Ronghe.Identity.Credentials;

/// <summary>Hashes and checks passwords. A check against no account takes as long as one against an account.</summary>
internal sealed class Passwords
{
    private const string Once = "once:";
    private readonly PasswordHasher<Passwords> hasher = new();
    private readonly string nobodys;

    public Passwords() => nobodys = Hash(Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));

    internal string Hash(string password) => hasher.HashPassword(this, password);

    /// <summary>Hash of 80 random bits, written in letters and digits; nobody finds them by trying, however quick a try is.</summary>
    internal static string HashOnce(string code) => Once + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("ronghe activation " + Plain(code))));

    /// <param name="hash">Null when there is no account to check against.</param>
    internal bool Match(string? hash, string password)
    {
        var once = hash?.StartsWith(Once, StringComparison.Ordinal) == true;
        var matches = hasher.VerifyHashedPassword(this, once ? nobodys : hash ?? nobodys, password) != PasswordVerificationResult.Failed;
        return once
            ? CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(HashOnce(password)), Encoding.ASCII.GetBytes(hash!))
            : matches && hash is not null;
    }

    // People copy ABCD-EFGH by hand.
    private static string Plain(string code) => string.Concat(code.ToUpperInvariant().Where(char.IsAsciiLetterOrDigit));
}
