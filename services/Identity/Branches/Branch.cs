using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.Identity.Units;

namespace Ronghe.Identity.Branches;

/// <summary>A Party branch, seated at a unit.</summary>
internal sealed class Branch
{
    public required Guid Id { get; init; }

    public required string Code { get; init; }

    public required string Name { get; init; }

    public required string NameEn { get; init; }

    public required Guid UnitId { get; init; }
}

internal sealed class BranchConfiguration : IEntityTypeConfiguration<Branch>
{
    public void Configure(EntityTypeBuilder<Branch> builder)
    {
        builder.ToTable("branches");
        builder.HasIndex(branch => branch.Code).IsUnique();
        builder.HasOne<Unit>().WithMany().HasForeignKey(branch => branch.UnitId).OnDelete(DeleteBehavior.Restrict);
    }
}
