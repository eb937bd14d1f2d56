using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.Identity.People;

namespace Ronghe.Identity.SecondFactors;

/// <summary>A person's authenticator (RFC 6238). Its secret is sealed under the platform secret.</summary>
internal sealed class SecondFactor
{
    public required Guid PersonId { get; init; }

    public required byte[] Sealed { get; set; }

    /// <summary>Null until the first code was right.</summary>
    public DateTimeOffset? ConfirmedAt { get; set; }

    /// <summary>Time step of the last code that was accepted: none at or before it is accepted again.</summary>
    public long LastStep { get; set; }
}

/// <summary>Gets a person in who lost the authenticator, once. Only its hash is kept; 80 random bits need no slow one.</summary>
internal sealed class RecoveryCode
{
    public required Guid PersonId { get; init; }

    public required byte[] Hash { get; init; }

    public DateTimeOffset? UsedAt { get; set; }
}

internal sealed class SecondFactorConfiguration : IEntityTypeConfiguration<SecondFactor>, IEntityTypeConfiguration<RecoveryCode>
{
    public void Configure(EntityTypeBuilder<SecondFactor> builder)
    {
        builder.ToTable("second_factors");
        builder.HasKey(factor => factor.PersonId);
        builder.HasOne<Person>().WithMany().HasForeignKey(factor => factor.PersonId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<RecoveryCode> builder)
    {
        builder.ToTable("recovery_codes");
        builder.HasKey(code => new { code.PersonId, code.Hash });
        builder.HasOne<Person>().WithMany().HasForeignKey(code => code.PersonId).OnDelete(DeleteBehavior.Cascade);
    }
}
