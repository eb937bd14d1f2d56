using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Ronghe.Identity.Registrations;

/// <summary>A subsidiary's own system. The token server's application is made from it and its keys.</summary>
internal sealed class RegisteredClient
{
    public required string ClientId { get; init; }

    public required string Name { get; init; }

    /// <summary>The unit that it speaks for: in the sandbox, the unit's double there.</summary>
    public required string UnitPath { get; init; }

    /// <summary>The unit whose system administrator looks after it.</summary>
    public required string OwnerPath { get; init; }

    public required bool Sandbox { get; init; }

    public required string[] Scopes { get; init; }

    public required DateTimeOffset RegisteredAt { get; init; }

    public DateTimeOffset? ClosedAt { get; set; }
}

/// <summary>The public half of a key with which a client signs its assertions. Several may be live at once, so that one can follow another.</summary>
internal sealed class ClientKey
{
    /// <summary>Thumbprint (RFC 7638): no key belongs to two clients.</summary>
    public required string KeyId { get; init; }

    public required string ClientId { get; init; }

    public required string Jwk { get; init; }

    public required DateTimeOffset AddedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; set; }

    public DateTimeOffset? LastUsedAt { get; set; }

    internal bool IsLiveAt(DateTimeOffset now) => RevokedAt is null && ExpiresAt > now;
}

internal sealed class RegistrationConfiguration : IEntityTypeConfiguration<RegisteredClient>, IEntityTypeConfiguration<ClientKey>
{
    public void Configure(EntityTypeBuilder<RegisteredClient> builder)
    {
        // Whatever the code does: a sandbox client stands in the sandbox, and no other does.
        builder.ToTable("registered_clients", table => table.HasCheckConstraint("client_sandbox", "sandbox = (unit_path ^@ 'SBX/')"));
        builder.HasKey(client => client.ClientId);
    }

    public void Configure(EntityTypeBuilder<ClientKey> builder)
    {
        builder.ToTable("client_keys");
        builder.HasKey(key => key.KeyId);
        builder.HasIndex(key => key.ClientId);
        builder.HasOne<RegisteredClient>().WithMany().HasForeignKey(key => key.ClientId).OnDelete(DeleteBehavior.Restrict);
    }
}
