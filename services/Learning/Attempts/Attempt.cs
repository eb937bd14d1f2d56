using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.Learning.Exams;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Learning.Attempts;

/// <summary>One person's paper. Answers are saved while it runs; once submitted, they stand still.</summary>
internal sealed class Attempt : IUnitScoped
{
    public required Guid Id { get; init; }

    public required Guid ExamId { get; init; }

    public required Guid PersonId { get; init; }

    /// <summary>The person's unit when starting.</summary>
    public required string UnitPath { get; init; }

    public required int Number { get; init; }

    public required IReadOnlyList<PaperQuestion> Paper { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset EndsAt { get; init; }

    public required DateTimeOffset? SubmittedAt { get; set; }

    public required string State { get; set; }

    public required decimal? Points { get; set; }

    public required bool? Passed { get; set; }

    public required long Version { get; set; }

    internal static void Configure(EntityTypeBuilder<Attempt> entity)
    {
        entity.ToTable("exam_attempts", table => table.HasCheckConstraint("ck_exam_attempts_state", "state IN ('Running', 'Submitted', 'Marked')"));
        entity.HasKey(attempt => attempt.Id);
        entity.HasIndex(attempt => new { attempt.ExamId, attempt.PersonId, attempt.Number }).IsUnique();
        entity.HasIndex(attempt => attempt.EndsAt).HasFilter("state = 'Running'");
        entity.Property(attempt => attempt.Paper).AsJson();
    }
}

internal static class AttemptStates
{
    internal const string Running = nameof(Running);
    internal const string Submitted = nameof(Submitted);
    internal const string Marked = nameof(Marked);
}

/// <summary>The latest answer to one question of a paper.</summary>
[PrimaryKey(nameof(AttemptId), nameof(Number))]
internal sealed class Answer
{
    public required Guid AttemptId { get; init; }

    /// <summary>The question's number in the exam.</summary>
    public required int Number { get; init; }

    /// <summary>Letters as shown on the paper, T or F, or text.</summary>
    public required string Given { get; init; }

    /// <summary>Counted up by the device; a lower one never replaces a higher one.</summary>
    public required int Revision { get; init; }

    public required DateTimeOffset SavedAt { get; init; }
}

/// <summary>Points for one question; the latest counts, the earlier ones are the trail.</summary>
[AppendOnly]
internal sealed class Mark
{
    public required Guid Id { get; init; }

    public required Guid AttemptId { get; init; }

    public required int Number { get; init; }

    public required decimal Points { get; init; }

    /// <summary>The marker; null for the machine.</summary>
    public required Guid? By { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset At { get; init; }

    internal static void Configure(EntityTypeBuilder<Mark> entity)
    {
        entity.ToTable("exam_marks", table => table.HasCheckConstraint("ck_exam_marks_points", "points >= 0"));
        entity.HasKey(mark => mark.Id);
        entity.HasIndex(mark => new { mark.AttemptId, mark.Number });
    }
}
