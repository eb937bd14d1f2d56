using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.Contracts.Identity;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Identity.Units;

/// <summary>A node of the organisation. Its path is the chain of codes from the group down to it.</summary>
internal sealed class Unit
{
    public required Guid Id { get; init; }

    public required string Code { get; init; }

    public required string Path { get; set; }

    public required string Name { get; set; }

    public required string NameEn { get; set; }

    public required string Kind { get; init; }

    public required Guid? ParentId { get; set; }

    public long Version { get; set; } = 1;

    public bool Active { get; set; } = true;

    internal static Unit? Found(Guid id, Unit parent, string code, string name, string nameEn, string kind, out Refusal? refusal)
    {
        refusal = RefuseParent(parent, kind);
        return refusal is not null ? null : new Unit
        {
            Id = id, Code = code, Path = $"{parent.Path}{code}/", Name = name, NameEn = nameEn, Kind = kind, ParentId = parent.Id,
        };
    }

    internal Refusal? Change(long version, string? name, string? nameEn, Unit? parent, bool? active)
    {
        if (version != Version) return UnitRefusals.Stale;
        if (parent is not null)
        {
            if (ParentId is null) return UnitRefusals.GroupStays;
            if (parent.Path.StartsWith(Path, StringComparison.Ordinal)) return UnitRefusals.UnderItself;
            if (RefuseParent(parent, Kind) is { } refusal) return refusal;
            (ParentId, Path) = (parent.Id, $"{parent.Path}{Code}/");
        }

        Name = name ?? Name;
        NameEn = nameEn ?? NameEn;
        Active = active ?? Active;
        Version++;
        return null;
    }

    internal UnitChanged ToEvent(string? previousPath, DateTimeOffset at) =>
        new(Id, Version, Code, Path, Name, NameEn, Kind, previousPath, Active, at);

    private static Refusal? RefuseParent(Unit parent, string kind) =>
        !parent.Active ? UnitRefusals.ParentClosed
        : UnitKinds.MayStandUnder(kind, parent.Kind) ? null
        : UnitRefusals.WrongParent;
}

internal sealed class UnitConfiguration : IEntityTypeConfiguration<Unit>
{
    public void Configure(EntityTypeBuilder<Unit> builder)
    {
        builder.ToTable("units");
        builder.HasIndex(unit => unit.Code).IsUnique();
        builder.HasIndex(unit => unit.Path).IsUnique().HasOperators("text_pattern_ops");
        builder.HasOne<Unit>().WithMany().HasForeignKey(unit => unit.ParentId).OnDelete(DeleteBehavior.Restrict);
    }
}
