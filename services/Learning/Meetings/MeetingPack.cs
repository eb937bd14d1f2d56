using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Learning.Meetings;

/// <summary>A pack that was signed: what the leader's phone holds, and until when what it sends counts without review.</summary>
[AppendOnly]
internal sealed class MeetingPack : IUnitScoped
{
    public required Guid Id { get; init; }

    /// <summary>The team.</summary>
    public required string UnitPath { get; init; }

    public required Guid LeaderId { get; init; }

    public required DateOnly Day { get; init; }

    public required string LessonCode { get; init; }

    public required string QuestionKey { get; init; }

    public required IReadOnlyList<Guid> Roster { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    public required DateTimeOffset ValidUntil { get; init; }

    internal static void Configure(EntityTypeBuilder<MeetingPack> entity)
    {
        entity.ToTable("meeting_packs");
        entity.HasKey(pack => pack.Id);
        entity.HasIndex(pack => new { pack.UnitPath, pack.Day });
        entity.Property(pack => pack.Roster).AsJson();
    }
}

/// <summary>Something that came up from a phone. Never changed and never dropped; of two that contradict each other both stay.</summary>
[AppendOnly]
internal sealed class MeetingItem : IUnitScoped
{
    public required Guid Id { get; init; }

    /// <summary>The phone's own id of the item.</summary>
    public required Guid ItemId { get; init; }

    public required Guid PackId { get; init; }

    public required string UnitPath { get; init; }

    /// <summary>Held, Attendance or Answer.</summary>
    public required string Kind { get; init; }

    /// <summary>Whom it is about; the leader for Held.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>Option chosen; empty for the others.</summary>
    public required string Answer { get; init; }

    /// <summary>When, by the phone's clock: shown, never relied on.</summary>
    public required DateTimeOffset ClaimedAt { get; init; }

    public required Guid UploadedBy { get; init; }

    public required DateTimeOffset UploadedAt { get; init; }

    /// <summary>Accepted, Conflict or Review.</summary>
    public required string Outcome { get; init; }

    public required string Reason { get; init; }

    internal bool SameAs(MeetingItem other) => (Kind, PersonId, Answer) == (other.Kind, other.PersonId, other.Answer);

    internal static void Configure(EntityTypeBuilder<MeetingItem> entity)
    {
        entity.ToTable("meeting_items", table =>
        {
            table.HasCheckConstraint("ck_meeting_items_kind", "kind IN ('Held', 'Attendance', 'Answer')");
            table.HasCheckConstraint("ck_meeting_items_outcome", "outcome IN ('Accepted', 'Conflict', 'Review')");
        });
        entity.HasKey(item => item.Id);
        entity.HasIndex(item => new { item.PackId, item.Kind, item.PersonId }).IsUnique().HasFilter("outcome = 'Accepted'");
        entity.HasIndex(item => new { item.PackId, item.ItemId });
    }
}

/// <summary>A pack that was not ours, and who sent it.</summary>
[AppendOnly]
internal sealed class ForgedPack
{
    public required Guid Id { get; init; }

    public required string SentBy { get; init; }

    public required string Sha256 { get; init; }

    public required DateTimeOffset At { get; init; }

    internal static void Configure(EntityTypeBuilder<ForgedPack> entity)
    {
        entity.ToTable("forged_packs");
        entity.HasKey(forged => forged.Id);
    }
}
