using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Situation.Cases;

/// <summary>What is known of a power case. Counts are derived from its changes, so that events may come in any order.</summary>
internal sealed class CaseRow : IUnitScoped
{
    /// <summary>Not counted yet: the row was made to be locked, and its first fact is about to be merged.</summary>
    internal const string Unseen = "Unseen";
    internal const string Running = "Running";
    internal const string Approved = "Approved";
    internal const string Rejected = "Rejected";

    public required Guid CaseId { get; init; }

    public required string UnitPath { get; init; }

    public required string ItemCode { get; init; }

    public required string Domain { get; init; }

    public string State { get; private set; } = Unseen;

    /// <summary>Null until the opening, or the closing that names it, was told.</summary>
    public DateTimeOffset? OpenedAt { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>The highest version that was told.</summary>
    public long Version { get; private set; }

    /// <summary>Takes in a fact, old or new. A closing is final, whatever comes after it.</summary>
    internal void Merge(CaseFact fact)
    {
        OpenedAt ??= fact.OpenedAt;
        Version = Math.Max(Version, fact.Version);
        if (State is Approved or Rejected) return;
        (State, ClosedAt) = (fact.State, fact.ClosedAt);
    }

    internal static void Configure(EntityTypeBuilder<CaseRow> entity)
    {
        entity.ToTable("cases");
        entity.HasKey(row => row.CaseId);
        entity.HasIndex(row => row.UnitPath).HasOperators("text_pattern_ops");
        entity.HasIndex(row => new { row.State, row.OpenedAt });
    }
}
