using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Learning.Completions;

/// <summary>
/// A person passed a lesson's check. Neither time spent nor failed tries are kept: 国办函〔2026〕12号 forbids to count the one,
/// and the other is nobody's business.
/// </summary>
[AppendOnly]
internal sealed class Completion : IUnitScoped
{
    public required Guid Id { get; init; }

    public required Guid PersonId { get; init; }

    /// <summary>The person's unit when completing.</summary>
    public required string UnitPath { get; init; }

    public required string LessonCode { get; init; }

    public required int LessonVersion { get; init; }

    public required DateTimeOffset CompletedAt { get; init; }

    internal static void Configure(EntityTypeBuilder<Completion> entity)
    {
        entity.ToTable("completions");
        entity.HasKey(completion => completion.Id);
        entity.HasIndex(completion => new { completion.PersonId, completion.LessonCode, completion.LessonVersion }).IsUnique();
    }
}
