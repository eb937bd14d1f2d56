using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Assessment.Appeals;

/// <summary>One instance of an appeal against a score. The second instance is a row of its own that names the first.</summary>
internal sealed class Appeal : IUnitScoped
{
    public required Guid Id { get; init; }

    public required Guid CycleId { get; init; }

    public required string Subject { get; init; }

    public required string UnitPath { get; init; }

    /// <summary>The version that is appealed against.</summary>
    public required Guid ScoreId { get; init; }

    /// <summary>1 or 2.</summary>
    public required int Instance { get; init; }

    public required string FiledBy { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset FiledAt { get; init; }

    /// <summary>End of the 15th working day after it was filed.</summary>
    public required DateTimeOffset AnswerDue { get; init; }

    /// <summary>Granted or Rejected; null while it waits.</summary>
    public string? Outcome { get; private set; }

    public string? Answer { get; private set; }

    public string? AnsweredBy { get; private set; }

    public DateTimeOffset? AnsweredAt { get; private set; }

    public long Version { get; private set; } = 1;

    internal void Settle(string outcome, string answer, string by, DateTimeOffset now) =>
        (Outcome, Answer, AnsweredBy, AnsweredAt, Version) = (outcome, answer, by, now, Version + 1);

    internal static void Configure(EntityTypeBuilder<Appeal> entity)
    {
        entity.ToTable("appeals", table =>
        {
            table.HasCheckConstraint("appeal_instance", "instance IN (1, 2)");
            table.HasCheckConstraint("appeal_other_person", "answered_by IS NULL OR answered_by <> filed_by");
        });
        entity.HasKey(appeal => appeal.Id);
        entity.HasIndex(appeal => new { appeal.CycleId, appeal.Subject, appeal.Instance }).IsUnique();
    }
}
