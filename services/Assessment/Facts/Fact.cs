using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Assessment.Facts;

/// <summary>One version of one fact of a series. Never changed: a correction is the next version, a withdrawal one without a value.</summary>
[AppendOnly]
internal sealed class Fact : IUnitScoped
{
    public required Guid Id { get; init; }

    public required string Series { get; init; }

    /// <summary>Names the fact within its series: event and subject, or unit and period.</summary>
    public required string Key { get; init; }

    public required long Version { get; init; }

    public required string UnitPath { get; init; }

    public Guid? PersonId { get; init; }

    /// <summary>Day of the event in China, or first day of the period.</summary>
    public required DateOnly OnDay { get; init; }

    /// <summary>Null when withdrawn.</summary>
    public decimal? Value { get; init; }

    /// <summary>Who told it: a service, a subsidiary's client, or a person.</summary>
    public required string ToldBy { get; init; }

    public required DateTimeOffset ToldAt { get; init; }

    /// <summary>Why it was corrected; null for what came by itself.</summary>
    public string? Reason { get; init; }

    internal static void Configure(EntityTypeBuilder<Fact> entity)
    {
        entity.ToTable("facts");
        entity.HasKey(fact => fact.Id);
        entity.Property(fact => fact.Value).HasPrecision(18, 4);
        entity.HasIndex(fact => new { fact.Series, fact.Key, fact.Version }).IsUnique();
    }
}

/// <summary>The newest version of a fact: what scores are made of. Rebuilt from the facts at any time.</summary>
internal sealed class FactHead : IUnitScoped
{
    public required string Series { get; init; }

    public required string Key { get; init; }

    public required Guid FactId { get; init; }

    public required long FactVersion { get; init; }

    public required string UnitPath { get; init; }

    public Guid? PersonId { get; init; }

    public required DateOnly OnDay { get; init; }

    public decimal? Value { get; init; }

    internal static void Configure(EntityTypeBuilder<FactHead> entity)
    {
        entity.ToTable("fact_heads");
        entity.HasKey(head => new { head.Series, head.Key });
        entity.Property(head => head.Value).HasPrecision(18, 4);
        entity.HasIndex(head => new { head.Series, head.OnDay });
        entity.HasIndex(head => head.PersonId);
    }
}

/// <summary>A place whose scores have to be looked at again. Not scoped: the rescorer serves every unit.</summary>
internal sealed class FactChange
{
    public required long Id { get; init; }

    public required Guid FactId { get; init; }

    public required string Series { get; init; }

    public required string UnitPath { get; init; }

    public Guid? PersonId { get; init; }

    public required DateOnly OnDay { get; init; }

    internal static void Configure(EntityTypeBuilder<FactChange> entity)
    {
        entity.ToTable("fact_changes");
        entity.HasKey(change => change.Id);
        entity.Property(change => change.Id).HasDefaultValueSql("nextval('fact_changes_id')");
    }
}
