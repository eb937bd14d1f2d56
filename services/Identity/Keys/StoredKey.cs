using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Ronghe.Identity.Keys;

/// <summary>A key that all replicas share, sealed under the platform secret.</summary>
internal sealed class StoredKey
{
    public required string Id { get; init; }

    /// <summary>See <see cref="KeyUses"/>.</summary>
    public required string Use { get; init; }

    public required byte[] Sealed { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

internal static class KeyUses
{
    /// <summary>PKCS #8 of the P-256 key that signs tokens.</summary>
    internal const string Signing = "signing";

    /// <summary>256 bits that encrypt authorization codes and refresh tokens.</summary>
    internal const string Encryption = "encryption";

    /// <summary>An XML element of the data-protection key ring (cookies, antiforgery).</summary>
    internal const string Cookies = "cookies";
}

internal sealed class StoredKeyConfiguration : IEntityTypeConfiguration<StoredKey>
{
    public void Configure(EntityTypeBuilder<StoredKey> builder) => builder.ToTable("keys");
}
