using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Situation.Counts;

/// <summary>
/// A unit with everything below it, as the wall shows it. Counts carry no row policy: they hold nothing about persons or single
/// cases, and the duty room reads all of them. The rows behind them (<c>cases</c>) have one.
/// </summary>
internal sealed class Scope
{
    public required string UnitPath { get; init; }

    /// <summary>Raised by one with every change of its counts, under the row's lock: higher is later.</summary>
    public required long StateVersion { get; init; }

    /// <summary>When the latest event counted here happened.</summary>
    public required DateTimeOffset AsOf { get; init; }

    internal static void Configure(EntityTypeBuilder<Scope> entity)
    {
        entity.ToTable("scopes");
        entity.HasKey(scope => scope.UnitPath);
    }
}

/// <summary>One figure of a scope.</summary>
internal sealed class Count
{
    public required string UnitPath { get; init; }

    public required string Figure { get; init; }

    public required string Domain { get; init; }

    public required long Value { get; init; }

    internal static void Configure(EntityTypeBuilder<Count> entity)
    {
        entity.ToTable("counts", table => table.HasCheckConstraint("count_not_negative", "value >= 0"));
        entity.HasKey(count => new { count.UnitPath, count.Figure, count.Domain });
    }
}

/// <summary>An event that is counted as it is. Told twice, even under two message ids, it counts once.</summary>
[AppendOnly]
internal sealed class CountedEvent
{
    public required string Figure { get; init; }

    public required Guid SubjectId { get; init; }

    public required long SubjectVersion { get; init; }

    internal static void Configure(EntityTypeBuilder<CountedEvent> entity)
    {
        entity.ToTable("counted_events");
        entity.HasKey(counted => new { counted.Figure, counted.SubjectId, counted.SubjectVersion });
    }
}
