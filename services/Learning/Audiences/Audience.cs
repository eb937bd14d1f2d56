using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Ronghe.Learning.Audiences;

/// <summary>A rule, and the unit within which it finds people. Its members are kept as rows and follow who moves.</summary>
internal sealed class Audience
{
    public required Guid Id { get; init; }

    /// <summary>Nobody outside this unit is ever meant, whatever the rule says.</summary>
    public required string UnitPath { get; init; }

    public required string Name { get; init; }

    public required AudienceRule Rule { get; init; }

    internal bool Includes(Facts person) => person.UnitPath.StartsWith(UnitPath, StringComparison.Ordinal) && Rule.Matches(person);

    internal static void Configure(EntityTypeBuilder<Audience> entity)
    {
        entity.ToTable("audiences");
        entity.HasKey(audience => audience.Id);
        entity.Property(audience => audience.Rule).AsJson();
    }
}

[PrimaryKey(nameof(PersonId), nameof(AudienceId))]
internal sealed class AudienceMember
{
    public required Guid PersonId { get; init; }

    public required Guid AudienceId { get; init; }

    internal static void Configure(EntityTypeBuilder<AudienceMember> entity)
    {
        entity.ToTable("audience_members");
        entity.HasIndex(member => member.AudienceId);
    }
}

[PrimaryKey(nameof(PersonId), nameof(Tag))]
internal sealed class PersonTag
{
    public required Guid PersonId { get; init; }

    public required string Tag { get; init; }
}

/// <summary>People whose facts changed and whose audiences have not been looked at since; filled by triggers.</summary>
internal sealed class QueuedPerson
{
    public required Guid PersonId { get; init; }

    internal static void Configure(EntityTypeBuilder<QueuedPerson> entity)
    {
        entity.ToTable("retarget_queue");
        entity.HasKey(queued => queued.PersonId);
    }
}
