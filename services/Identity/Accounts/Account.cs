using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.Identity.People;

namespace Ronghe.Identity.Accounts;

/// <summary>What a person signs in with.</summary>
internal sealed class Account
{
    public required Guid PersonId { get; init; }

    /// <summary>Lower case; the employee number unless another was given.</summary>
    public required string UserName { get; init; }

    public required string PasswordHash { get; set; }

    /// <summary>Failed attempts since the last success.</summary>
    public int Failures { get; set; }

    /// <summary>No attempt is looked at before this moment; null when none failed too often.</summary>
    public DateTimeOffset? LockedUntil { get; set; }
}

/// <summary>One sign-in on one device. Refresh tokens live as long as their session, never longer.</summary>
internal sealed class Session
{
    public required Guid Id { get; init; }

    public required Guid PersonId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; set; }
}

internal sealed class AccountConfiguration : IEntityTypeConfiguration<Account>, IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.ToTable("accounts");
        builder.HasKey(account => account.PersonId);
        builder.HasIndex(account => account.UserName).IsUnique();
        builder.HasOne<Person>().WithOne().HasForeignKey<Account>(account => account.PersonId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<Session> builder)
    {
        builder.ToTable("sessions");
        builder.HasIndex(session => session.PersonId).HasFilter("ended_at IS NULL");
        builder.HasOne<Person>().WithMany().HasForeignKey(session => session.PersonId).OnDelete(DeleteBehavior.Cascade);
    }
}
