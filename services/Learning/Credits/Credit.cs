using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Learning.Credits;

/// <summary>Credit-hours for a verified outcome, or, negative, taken back. Time online earns nothing: there is no source for it.</summary>
[AppendOnly]
internal sealed class Credit : IUnitScoped
{
    public required Guid Id { get; init; }

    public required Guid PersonId { get; init; }

    public required string UnitPath { get; init; }

    public required int Year { get; init; }

    public required decimal Hours { get; init; }

    public required string Source { get; init; }

    public required Guid SourceId { get; init; }

    /// <summary>How often this source was given before: 1 first; odd gives, even takes back.</summary>
    public required int Turn { get; init; }

    public required DateTimeOffset At { get; init; }

    internal static void Configure(EntityTypeBuilder<Credit> entity)
    {
        entity.ToTable("credits", table =>
        {
            table.HasCheckConstraint("ck_credits_source", "source IN ('Lesson', 'Exam', 'Case', 'Class')");
            table.HasCheckConstraint("ck_credits_turn", "turn > 0 AND (turn % 2 = 1) = (hours > 0)");
        });
        entity.HasKey(credit => credit.Id);
        entity.HasIndex(credit => new { credit.PersonId, credit.Source, credit.SourceId, credit.Turn }).IsUnique();
        entity.HasIndex(credit => new { credit.PersonId, credit.Year });
    }
}

/// <summary>Outcomes that somebody or something verified.</summary>
internal static class CreditSources
{
    internal const string Lesson = nameof(Lesson);
    internal const string Exam = nameof(Exam);
    internal const string Case = nameof(Case);
    internal const string Class = nameof(Class);
}

internal static class CreditLedger
{
    internal static async Task Give(Guid personId, string unitPath, string source, Guid sourceId, decimal hours, LearningDb db, DateTimeOffset now, CancellationToken ct)
    {
        var turns = await db.Credits.CountAsync(row => row.PersonId == personId && row.Source == source && row.SourceId == sourceId, ct);
        if (turns % 2 == 0) db.Credits.Add(New(personId, unitPath, source, sourceId, hours, turns + 1, now));
    }

    internal static async Task TakeBack(Guid personId, string unitPath, string source, Guid sourceId, LearningDb db, DateTimeOffset now, CancellationToken ct)
    {
        var last = await db.Credits.AsNoTracking().Where(row => row.PersonId == personId && row.Source == source && row.SourceId == sourceId).OrderByDescending(row => row.Turn).FirstOrDefaultAsync(ct);
        if (last is { Hours: > 0 }) db.Credits.Add(New(personId, unitPath, source, sourceId, -last.Hours, last.Turn + 1, now) );
    }

    private static Credit New(Guid personId, string unitPath, string source, Guid sourceId, decimal hours, int turn, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now), PersonId = personId, UnitPath = unitPath, Year = now.ToOffset(TimeSpan.FromHours(8)).Year, Hours = hours,
        Source = source, SourceId = sourceId, Turn = turn, At = now,
    };
}
