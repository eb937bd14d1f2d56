using Microsoft.EntityFrameworkCore;

namespace Ronghe.Situation.Counts;

/// <summary>An event that counts one for its unit.</summary>
internal sealed record Countable(Guid SubjectId, long SubjectVersion, string UnitPath, DateTimeOffset At);

internal static class EventCounter
{
    /// <summary>Notes one for each event that was not counted before.</summary>
    internal static async Task Count(string figure, IReadOnlyList<Countable> events, Changes changes, SituationDb db, CancellationToken ct)
    {
        var once = events.DistinctBy(entry => (entry.SubjectId, entry.SubjectVersion)).OrderBy(entry => entry.SubjectId).ToList();
        var fresh = await db.Database.SqlQuery<Fresh>($"""
            INSERT INTO counted_events (figure, subject_id, subject_version)
            SELECT {figure}, e.subject_id, e.subject_version
            FROM unnest({once.Select(entry => entry.SubjectId).ToArray()}, {once.Select(entry => entry.SubjectVersion).ToArray()})
              AS e(subject_id, subject_version)
            ORDER BY e.subject_id, e.subject_version
            ON CONFLICT DO NOTHING
            RETURNING subject_id, subject_version
            """).ToListAsync(ct);
        foreach (var entry in once.Where(entry => fresh.Contains(new Fresh(entry.SubjectId, entry.SubjectVersion))))
        {
            changes.Add(entry.UnitPath, figure, Figures.NoDomain, 1, entry.At);
        }
    }

    private sealed record Fresh(Guid SubjectId, long SubjectVersion);
}
