using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.Learning.Questions;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Learning.Exams;

/// <summary>How many questions of a topic and kind a paper draws, and what each is worth.</summary>
public sealed record BlueprintRow(string Topic, string Kind, int Count, decimal Points);

/// <summary>An exam. Once published its window, blueprint and questions stand still.</summary>
internal sealed class Exam
{
    public required Guid Id { get; init; }

    /// <summary>The unit that holds it.</summary>
    public required string UnitPath { get; init; }

    public required string Title { get; init; }

    public required string TitleEn { get; init; }

    public required IReadOnlyList<BlueprintRow> Blueprint { get; init; }

    public required DateTimeOffset OpensAt { get; init; }

    public required DateTimeOffset ClosesAt { get; init; }

    /// <summary>Minutes that one attempt has; it never runs beyond <see cref="ClosesAt"/>.</summary>
    public required int Minutes { get; init; }

    public required decimal PassPoints { get; init; }

    /// <summary>Attempts a person has; 1 and more.</summary>
    public required int Attempts { get; init; }

    /// <summary>Credit-hours for passing; 0 for none.</summary>
    public required decimal CreditHours { get; init; }

    /// <summary>Who may sit it; null for everybody.</summary>
    public required Guid? AudienceId { get; init; }

    /// <summary>Secret from which each paper is drawn.</summary>
    public required byte[] Seed { get; init; }

    public required string State { get; set; }

    public required long Version { get; set; }

    internal decimal FullPoints => Blueprint.Sum(row => row.Count * row.Points);

    internal Refusal? Publish(DateTimeOffset now)
    {
        if (State != ExamStates.Draft) return new("exam-already-published", "考试已经发布。", "The exam is published already.");
        if (ClosesAt <= now) return new("exam-window-over", "考试时间已过，不能发布。", "Its window is over; it cannot be published.");
        State = ExamStates.Published;
        Version++;
        return null;
    }

    internal static void Configure(EntityTypeBuilder<Exam> entity)
    {
        entity.ToTable("exams", table =>
        {
            table.HasCheckConstraint("ck_exams_window", "closes_at > opens_at");
            table.HasCheckConstraint("ck_exams_figures", "minutes BETWEEN 1 AND 600 AND attempts BETWEEN 1 AND 10 AND pass_points >= 0 AND credit_hours >= 0");
            table.HasCheckConstraint("ck_exams_state", "state IN ('Draft', 'Published')");
        });
        entity.HasKey(exam => exam.Id);
        entity.Property(exam => exam.Blueprint).AsJson();
    }
}

internal static class ExamStates
{
    internal const string Draft = nameof(Draft);
    internal const string Published = nameof(Published);
}

/// <summary>A question as it was when the exam was published.</summary>
[ServiceDefaults.Databases.AppendOnly]
internal sealed class ExamQuestion
{
    public required Guid ExamId { get; init; }

    public required int Number { get; init; }

    public required Guid QuestionId { get; init; }

    /// <summary>Row of the blueprint that draws it.</summary>
    public required int Section { get; init; }

    public required string Kind { get; init; }

    public required decimal Points { get; init; }

    public required QuestionContent Content { get; init; }

    internal static void Configure(EntityTypeBuilder<ExamQuestion> entity)
    {
        entity.ToTable("exam_questions");
        entity.HasKey(question => new { question.ExamId, question.Number });
        entity.Property(question => question.Content).AsJson();
    }
}

/// <summary>A key that was corrected after the exam; the latest of a question counts.</summary>
[ServiceDefaults.Databases.AppendOnly]
internal sealed class KeyChange
{
    public required Guid Id { get; init; }

    public required Guid ExamId { get; init; }

    public required int Number { get; init; }

    public required IReadOnlyList<string> Answers { get; init; }

    public required string Reason { get; init; }

    public required Guid By { get; init; }

    public required DateTimeOffset At { get; init; }

    internal static void Configure(EntityTypeBuilder<KeyChange> entity)
    {
        entity.ToTable("exam_key_changes");
        entity.HasKey(change => change.Id);
        entity.HasIndex(change => new { change.ExamId, change.Number });
        entity.Property(change => change.Answers).AsJson();
    }
}
