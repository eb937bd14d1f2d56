using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Assessment.Adjustments;

/// <summary>Points that people added or took: at a calibration meeting, or on a granted appeal. Proposed by one, agreed by another.</summary>
internal sealed class Adjustment : IUnitScoped
{
    internal const string Calibration = nameof(Calibration);
    internal const string Appeal = nameof(Appeal);

    public required Guid Id { get; init; }

    public required Guid CycleId { get; init; }

    public required string Subject { get; init; }

    public required string UnitPath { get; init; }

    public required string Kind { get; init; }

    public required decimal Points { get; init; }

    public required string Reason { get; init; }

    public required string ProposedBy { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }

    public string? AgreedBy { get; private set; }

    public DateTimeOffset? AgreedAt { get; private set; }

    public long Version { get; private set; } = 1;

    internal void Agree(string by, DateTimeOffset now) => (AgreedBy, AgreedAt, Version) = (by, now, Version + 1);

    internal static void Configure(EntityTypeBuilder<Adjustment> entity)
    {
        entity.ToTable("adjustments", table => table.HasCheckConstraint("adjustment_two_people", "agreed_by IS NULL OR agreed_by <> proposed_by"));
        entity.HasKey(adjustment => adjustment.Id);
        entity.Property(adjustment => adjustment.Points).HasPrecision(7, 4);
        entity.HasIndex(adjustment => new { adjustment.CycleId, adjustment.Subject });
    }
}

/// <summary>A figure that a person entered with evidence and another reviewed; the newest reviewed one of an indicator counts.</summary>
internal sealed class ManualEntry : IUnitScoped
{
    public required Guid Id { get; init; }

    public required Guid CycleId { get; init; }

    public required string Subject { get; init; }

    public required string UnitPath { get; init; }

    public required string Indicator { get; init; }

    public required decimal Value { get; init; }

    /// <summary>What shows it: a document's number, a file's hash, where it lies.</summary>
    public required string Evidence { get; init; }

    public required string EnteredBy { get; init; }

    public required DateTimeOffset EnteredAt { get; init; }

    public string? ReviewedBy { get; private set; }

    public DateTimeOffset? ReviewedAt { get; private set; }

    public bool? Accepted { get; private set; }

    public long Version { get; private set; } = 1;

    internal void Review(string by, bool accepted, DateTimeOffset now) => (ReviewedBy, Accepted, ReviewedAt, Version) = (by, accepted, now, Version + 1);

    internal static void Configure(EntityTypeBuilder<ManualEntry> entity)
    {
        entity.ToTable("manual_entries", table => table.HasCheckConstraint("entry_two_people", "reviewed_by IS NULL OR reviewed_by <> entered_by"));
        entity.HasKey(entry => entry.Id);
        entity.Property(entry => entry.Value).HasPrecision(18, 4);
        entity.HasIndex(entry => new { entry.CycleId, entry.Subject });
    }
}
