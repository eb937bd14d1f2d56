using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Identity.Clients;

/// <summary>A client assertion that was accepted once (RFC 7523 section 3, jti): kept until it has expired.</summary>
internal sealed class UsedAssertion
{
    public required string ClientId { get; init; }

    public required string AssertionId { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    internal static async Task Forget(ServiceDatabase<IdentityDb> database, CancellationToken ct)
    {
        await using var command = database.App.CreateCommand("DELETE FROM used_assertions WHERE expires_at < now() - interval '5 minutes'");
        await command.ExecuteNonQueryAsync(ct);
    }
}

internal sealed class UsedAssertionConfiguration : IEntityTypeConfiguration<UsedAssertion>
{
    public void Configure(EntityTypeBuilder<UsedAssertion> builder)
    {
        builder.ToTable("used_assertions");
        builder.HasKey(used => new { used.ClientId, used.AssertionId });
        builder.HasIndex(used => used.ExpiresAt);
    }
}
