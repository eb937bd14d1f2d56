using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Assessment.Cycles;

/// <summary>An appraisal over a span of days: routine (day, week, month), periodic (quarter, year) or special (a campaign). Everybody may know of it.</summary>
internal sealed class AppraisalCycle
{
    public required Guid Id { get; init; }

    public required Guid FrameworkId { get; init; }

    public required string Name { get; init; }

    /// <summary>The unit that appraises; its subjects lie below it.</summary>
    public required string UnitPath { get; init; }

    public required string Kind { get; init; }

    public required string Span { get; init; }

    public required DateOnly FromDay { get; init; }

    public required DateOnly ToDay { get; init; }

    public required string SubjectKind { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public string State { get; private set; } = CycleStates.Open;

    public DateTimeOffset? FrozenAt { get; private set; }

    /// <summary>Of the results as they were put before the deciders.</summary>
    public string? Digest { get; private set; }

    public Guid? AuthorityCaseId { get; private set; }

    public DateTimeOffset? ToldAt { get; private set; }

    public DateTimeOffset? AppealUntil { get; private set; }

    public DateTimeOffset? PublishedAt { get; private set; }

    public long Version { get; private set; } = 1;

    internal bool IsFrozen => State != CycleStates.Open;

    internal void Freeze(DateTimeOffset now) => (State, FrozenAt, Version) = (CycleStates.Calibrating, now, Version + 1);

    internal void Submit(string digest) => (State, Digest, Version) = (CycleStates.AwaitingAuthority, digest, Version + 1);

    internal void Approve(Guid caseId) => (State, AuthorityCaseId, Version) = (CycleStates.Approved, caseId, Version + 1);

    /// <summary>The case was rejected, or decided about other results: calibration goes on.</summary>
    internal void SendBack() => (State, Digest, Version) = (CycleStates.Calibrating, null, Version + 1);

    internal void Tell(DateTimeOffset now, DateTimeOffset appealUntil) => (State, ToldAt, AppealUntil, Version) = (CycleStates.Told, now, appealUntil, Version + 1);

    internal void Publish(DateTimeOffset now) => (State, PublishedAt, Version) = (CycleStates.Published, now, Version + 1);

    internal static void Configure(EntityTypeBuilder<AppraisalCycle> entity)
    {
        entity.ToTable("cycles", table =>
        {
            table.HasCheckConstraint("cycle_days", "from_day <= to_day");
            table.HasCheckConstraint("cycle_authority", "state NOT IN ('Approved', 'Told', 'Published') OR (authority_case_id IS NOT NULL AND digest IS NOT NULL)");
        });
        entity.HasKey(cycle => cycle.Id);
        entity.HasIndex(cycle => new { cycle.FromDay, cycle.ToDay });
    }
}

internal static class CycleStates
{
    internal const string Open = nameof(Open);
    internal const string Calibrating = nameof(Calibrating);
    internal const string AwaitingAuthority = nameof(AwaitingAuthority);
    internal const string Approved = nameof(Approved);
    internal const string Told = nameof(Told);
    internal const string Published = nameof(Published);
}

/// <summary>Who is appraised in a cycle, fixed when it is opened.</summary>
internal sealed class CycleSubject : IUnitScoped
{
    public required Guid CycleId { get; init; }

    /// <summary>Unit path, branch id or person id.</summary>
    public required string Subject { get; init; }

    public required string UnitPath { get; init; }

    public Guid? PersonId { get; init; }

    public Guid? BranchId { get; init; }

    /// <summary>Subjects of one group are compared with one another; the kind of unit.</summary>
    public required string Peers { get; init; }

    internal static void Configure(EntityTypeBuilder<CycleSubject> entity)
    {
        entity.ToTable("cycle_subjects");
        entity.HasKey(subject => new { subject.CycleId, subject.Subject });
    }
}
