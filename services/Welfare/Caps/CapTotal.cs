using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Ronghe.Welfare.Caps;

/// <summary>What a person has received of a cap in a year; raised and lowered with each claim in one statement, and never over the cap.</summary>
internal sealed class CapTotal
{
    public required Guid PersonId { get; init; }

    public required string CapCode { get; init; }

    public required int Year { get; init; }

    public required decimal Amount { get; init; }

    /// <summary>The cap by which the last claim was judged.</summary>
    public required decimal Most { get; init; }

    internal static void Configure(EntityTypeBuilder<CapTotal> entity)
    {
        entity.ToTable("cap_totals", table => table.HasCheckConstraint("never_over_the_cap", "amount >= 0 AND amount <= most"));
        entity.HasKey(total => new { total.PersonId, total.CapCode, total.Year });
        entity.Property(total => total.Amount).HasPrecision(12, 2);
        entity.Property(total => total.Most).HasPrecision(12, 2);
    }
}
