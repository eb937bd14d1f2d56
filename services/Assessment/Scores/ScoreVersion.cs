using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Assessment.Scores;

/// <summary>One version of one subject's score in a cycle. Older versions stay; what rested on them can be looked at again.</summary>
[AppendOnly]
internal sealed class ScoreVersion : IUnitScoped
{
    public required Guid Id { get; init; }

    public required Guid CycleId { get; init; }

    public required string Subject { get; init; }

    public required int Number { get; init; }

    public required string UnitPath { get; init; }

    public Guid? PersonId { get; init; }

    /// <summary>Null as long as data is missing.</summary>
    public decimal? Total { get; init; }

    public required decimal KnownWeight { get; init; }

    /// <summary>Canonical JSON; its hash names it.</summary>
    public required string Snapshot { get; init; }

    public required string Hash { get; init; }

    /// <summary>Computed, Corrected, Calibrated or Appealed.</summary>
    public required string Cause { get; init; }

    public required DateTimeOffset At { get; init; }

    internal static void Configure(EntityTypeBuilder<ScoreVersion> entity)
    {
        entity.ToTable("score_versions");
        entity.HasKey(score => score.Id);
        entity.Property(score => score.Total).HasPrecision(9, 4);
        entity.Property(score => score.KnownWeight).HasPrecision(14, 8);
        entity.HasIndex(score => new { score.CycleId, score.Subject, score.Number }).IsUnique();
        entity.HasIndex(score => score.PersonId);
    }
}

/// <summary>Which facts a score version stands on: the way back up from an event to the scores.</summary>
[AppendOnly]
internal sealed class ScoreSource
{
    public required Guid ScoreId { get; init; }

    public required Guid FactId { get; init; }

    internal static void Configure(EntityTypeBuilder<ScoreSource> entity)
    {
        entity.ToTable("score_sources");
        entity.HasKey(source => new { source.ScoreId, source.FactId });
        entity.HasIndex(source => source.FactId);
    }
}
