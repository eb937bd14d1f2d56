using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Ronghe.Welfare.Caps;

/// <summary>
/// What one programme takes of a person's yearly cap. Not scoped to a unit: a farm's people are also served by programmes of
/// the bureau and the group that its union worker may not read, and the cap is on the sum of all of them.
/// </summary>
internal sealed class CapUse
{
    public required Guid ProgrammeId { get; init; }

    public required string UnitPath { get; init; }

    public required string Kind { get; init; }

    public string Occasion { get; init; } = "";

    public required int Year { get; init; }

    public required decimal AmountPerPerson { get; init; }

    internal static void Configure(EntityTypeBuilder<CapUse> entity)
    {
        entity.ToTable("cap_uses");
        entity.HasKey(use => use.ProgrammeId);
        entity.Property(use => use.AmountPerPerson).HasPrecision(12, 2);
        entity.HasIndex(use => new { use.Kind, use.Year });
    }

    /// <summary>The most that any person under <paramref name="unitPath"/> receives from these programmes together.</summary>
    internal static decimal Highest(IReadOnlyList<CapUse> uses, string unitPath) => uses
        .Select(use => use.UnitPath)
        .Where(path => path.StartsWith(unitPath, StringComparison.Ordinal))
        .Append(unitPath)
        .Max(leaf => uses.Where(use => leaf.StartsWith(use.UnitPath, StringComparison.Ordinal)).Sum(use => use.AmountPerPerson));
}
