using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;

namespace Ronghe.Identity.Accounts;

/// <summary>Hashes and checks passwords. A check against no account takes as long as one against an account.</summary>
internal sealed class Passwords
{
    private readonly PasswordHasher<Passwords> hasher = new();
    private readonly string nobodys;

    public Passwords() => nobodys = Hash(Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));

    internal string Hash(string password) => hasher.HashPassword(this, password);

    /// <param name="hash">Null when there is no account to check against.</param>
    internal bool Match(string? hash, string password) =>
        hasher.VerifyHashedPassword(this, hash ?? nobodys, password) != PasswordVerificationResult.Failed && hash is not null;
}
