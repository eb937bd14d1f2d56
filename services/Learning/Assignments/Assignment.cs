using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Ronghe.Learning.Assignments;

/// <summary>Something that an audience is asked to learn while it is open. Who moves in gets it, who moves out loses it.</summary>
internal sealed class Assignment
{
    public required Guid Id { get; init; }

    public required string UnitPath { get; init; }

    public required Guid AudienceId { get; init; }

    /// <summary>Lesson or Exam.</summary>
    public required string Kind { get; init; }

    /// <summary>Code of the lesson, id of the exam.</summary>
    public required string Target { get; init; }

    public required string Title { get; init; }

    public required string TitleEn { get; init; }

    public required DateTimeOffset? DueAt { get; init; }

    public required Guid CreatedBy { get; init; }

    public required DateTimeOffset? ClosedAt { get; set; }

    public required long Version { get; set; }

    internal static void Configure(EntityTypeBuilder<Assignment> entity)
    {
        entity.ToTable("assignments", table => table.HasCheckConstraint("ck_assignments_kind", "kind IN ('Lesson', 'Exam')"));
        entity.HasKey(assignment => assignment.Id);
        entity.HasIndex(assignment => assignment.AudienceId).HasFilter("closed_at IS NULL");
    }
}

/// <summary>Somebody's own setting; without a row the feed is personal.</summary>
internal sealed class FeedPreference
{
    public required Guid PersonId { get; init; }

    public required bool Personalised { get; set; }

    internal static void Configure(EntityTypeBuilder<FeedPreference> entity)
    {
        entity.ToTable("feed_preferences");
        entity.HasKey(preference => preference.PersonId);
    }
}
