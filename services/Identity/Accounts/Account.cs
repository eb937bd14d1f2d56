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

    /// <summary>Who chose the password: see <see cref="PasswordOrigins"/>.</summary>
    public string PasswordOrigin { get; set; } = PasswordOrigins.Initial;

    /// <summary>Failed attempts since the last success.</summary>
    public int Failures { get; set; }

    /// <summary>No attempt is looked at before this moment; null when none failed too often.</summary>
    public DateTimeOffset? LockedUntil { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null when nobody ever signed in.</summary>
    public DateTimeOffset? LastSignInAt { get; set; }
}

internal static class PasswordOrigins
{
    /// <summary>The demo group's common password.</summary>
    internal const string Seed = nameof(Seed);

    /// <summary>Somebody else chose it: it must be changed at the next sign-in.</summary>
    internal const string Initial = nameof(Initial);

    /// <summary>The person chose it.</summary>
    internal const string Own = nameof(Own);
}

internal sealed class AccountConfiguration : IEntityTypeConfiguration<Account>, IEntityTypeConfiguration<AddressGuesses>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.ToTable("accounts", table => table.HasCheckConstraint("account_password_origin", "password_origin IN ('Seed', 'Initial', 'Own')"));
        builder.HasKey(account => account.PersonId);
        builder.HasIndex(account => account.UserName).IsUnique();
        builder.Property(account => account.PasswordOrigin).HasDefaultValue(PasswordOrigins.Own);
        builder.Property(account => account.CreatedAt).HasDefaultValueSql("now()");
        builder.HasOne<Person>().WithOne().HasForeignKey<Account>(account => account.PersonId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<AddressGuesses> builder)
    {
        builder.ToTable("address_guesses");
        builder.HasKey(guesses => guesses.Address);
    }
}
