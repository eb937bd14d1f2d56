using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Ronghe.Welfare.Issues;

/// <summary>How far the issue of a programme to everyone entitled has come. The cursor commits with the people before it.</summary>
internal sealed class IssueJob
{
    public required Guid ProgrammeId { get; init; }

    public required int Total { get; init; }

    public int Issued { get; set; }

    public int Skipped { get; set; }

    /// <summary>Everybody up to this person has been dealt with.</summary>
    public Guid Cursor { get; set; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; set; }

    internal static void Configure(EntityTypeBuilder<IssueJob> entity)
    {
        entity.ToTable("issue_jobs", table => table.HasCheckConstraint("issue_progress", "issued >= 0 AND skipped >= 0 AND issued + skipped <= total"));
        entity.HasKey(job => job.ProgrammeId);
        entity.HasIndex(job => job.FinishedAt);
    }
}

/// <summary>Who was entitled and received nothing, and why: so that nobody is missed without a word.</summary>
internal sealed class IssueSkip
{
    public required Guid ProgrammeId { get; init; }

    public required Guid PersonId { get; init; }

    /// <summary>has-left or over-cap.</summary>
    public required string Reason { get; init; }

    internal static void Configure(EntityTypeBuilder<IssueSkip> entity)
    {
        entity.ToTable("issue_skips");
        entity.HasKey(skip => new { skip.ProgrammeId, skip.PersonId });
    }
}
