using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Learning.Xapi.Clients;

/// <summary>A key for a program that speaks only Basic authentication, such as an authoring tool's content.</summary>
internal sealed class XapiClient : IUnitScoped
{
    private XapiClient() { }

    /// <summary>The user name of Basic authentication.</summary>
    public Guid Id { get; private set; }

    public string Name { get; private set; } = null!;

    /// <summary>The unit that its Statements belong to, and below which it reads and voids.</summary>
    public string UnitPath { get; private set; } = null!;

    public bool MayRead { get; private set; }

    public bool MayWrite { get; private set; }

    /// <summary>SHA-256 of the secret, which has 256 random bits: nothing is won by guessing slowly.</summary>
    public byte[] SecretHash { get; private set; } = null!;

    /// <summary>The secret before the last rotation, good until <see cref="PreviousUntil"/>.</summary>
    public byte[]? PreviousHash { get; private set; }

    public DateTimeOffset? PreviousUntil { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }

    internal static XapiClient Create(string name, string unitPath, bool mayRead, bool mayWrite, DateTimeOffset at, out string secret)
    {
        secret = NewSecret();
        return new() { Id = Guid.CreateVersion7(at), Name = name, UnitPath = unitPath, MayRead = mayRead, MayWrite = mayWrite, SecretHash = HashOf(secret), CreatedAt = at };
    }

    /// <summary>Gives a new secret; the old one stays good for a day, so that nothing stops while it is replaced.</summary>
    internal string Rotate(DateTimeOffset at)
    {
        var secret = NewSecret();
        (PreviousHash, PreviousUntil, SecretHash) = (SecretHash, at.AddDays(1), HashOf(secret));
        return secret;
    }

    internal void Revoke(DateTimeOffset at) => RevokedAt ??= at;

    internal bool Accepts(string secret, DateTimeOffset at)
    {
        var hash = HashOf(secret);
        return RevokedAt is null && (CryptographicOperations.FixedTimeEquals(hash, SecretHash)
            || (at < PreviousUntil && CryptographicOperations.FixedTimeEquals(hash, PreviousHash)));
    }

    internal static void Configure(EntityTypeBuilder<XapiClient> entity)
    {
        entity.ToTable("xapi_clients").HasKey(client => client.Id);
        entity.Property(client => client.Name).HasMaxLength(100);
    }

    private static string NewSecret() => RandomNumberGenerator.GetHexString(64, lowercase: true);

    private static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
