using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.Identity.Posts;
using Ronghe.Identity.Units;

namespace Ronghe.Identity.People;

/// <summary>A person holds a post at a unit.</summary>
internal sealed class Appointment
{
    public required Guid PersonId { get; init; }

    public required string PostCode { get; init; }

    public required Guid UnitId { get; init; }
}

/// <summary>A role granted to a person over a unit subtree beside what their posts bring.</summary>
internal sealed class Grant
{
    public required Guid PersonId { get; init; }

    public required string Role { get; init; }

    public required Guid UnitId { get; init; }
}

internal sealed class AppointmentConfiguration : IEntityTypeConfiguration<Appointment>, IEntityTypeConfiguration<Grant>
{
    public void Configure(EntityTypeBuilder<Appointment> builder)
    {
        builder.ToTable("appointments");
        builder.HasKey(held => new { held.PersonId, held.PostCode, held.UnitId });
        builder.HasIndex(held => new { held.UnitId, held.PostCode });
        builder.HasOne<Person>().WithMany().HasForeignKey(held => held.PersonId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Post>().WithMany().HasForeignKey(held => held.PostCode).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Unit>().WithMany().HasForeignKey(held => held.UnitId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Grant> builder)
    {
        builder.ToTable("grants");
        builder.HasKey(grant => new { grant.PersonId, grant.Role, grant.UnitId });
        builder.HasOne<Person>().WithMany().HasForeignKey(grant => grant.PersonId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Unit>().WithMany().HasForeignKey(grant => grant.UnitId).OnDelete(DeleteBehavior.Restrict);
    }
}
