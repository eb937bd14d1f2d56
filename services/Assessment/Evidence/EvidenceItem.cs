using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Assessment.Evidence;

/// <summary>
/// One thing that happened, as its service told it. Never changed: a figure that rests on it can be traced to the event. Who it
/// was stays behind the id.
/// </summary>
[AppendOnly]
internal sealed class EvidenceItem : IUnitScoped
{
    public required Guid Id { get; init; }

    /// <summary>The event's contract, such as <c>CaseClosed</c>.</summary>
    public required string Source { get; init; }

    /// <summary>case, completion or programme.</summary>
    public required string SubjectKind { get; init; }

    public required Guid SubjectId { get; init; }

    /// <summary>With source and subject this names the event: told twice, it is one piece of evidence.</summary>
    public required long SubjectVersion { get; init; }

    public required string UnitPath { get; init; }

    /// <summary>The person it is about; null when it is about a unit.</summary>
    public Guid? PersonId { get; init; }

    public Guid? CaseId { get; init; }

    public Guid? ProgrammeId { get; init; }

    public Guid? CompletionId { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>The event's figures, by name.</summary>
    public required string Figures { get; init; }

    internal JsonElement ReadFigures() => JsonElement.Parse(Figures);

    internal static void Configure(EntityTypeBuilder<EvidenceItem> entity)
    {
        entity.ToTable("evidence");
        entity.HasKey(item => item.Id);
        entity.Property(item => item.Figures).HasColumnType("jsonb");
        entity.HasIndex(item => new { item.Source, item.SubjectId, item.SubjectVersion }).IsUnique();
        entity.HasIndex(item => new { item.OccurredAt, item.Id });
        entity.HasIndex(item => item.CaseId);
        entity.HasIndex(item => item.PersonId);
    }
}
