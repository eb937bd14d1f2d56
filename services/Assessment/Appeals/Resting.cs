using Microsoft.EntityFrameworkCore;

namespace Ronghe.Assessment.Appeals;

/// <summary>An honour or sanction that rests on a version of a score that is no longer the newest.</summary>
/// <param name="RestsOnTotal">Total of the version that it rests on.</param>
/// <param name="NewestTotal">Total of the newest version.</param>
public sealed record RestingItem(Guid HonourId, string Kind, string Name, string State, string Subject, decimal? RestsOnTotal, decimal? NewestTotal);

internal static class Resting
{
    internal static async Task<IReadOnlyList<RestingItem>> On(Guid cycleId, AssessmentDb db, CancellationToken ct) => await db.Database.SqlQuery<RestingItem>($"""
        SELECT h.id AS honour_id, h.kind, h.name, h.state, old.subject, old.total AS rests_on_total, newest.total AS newest_total
        FROM honours h
        JOIN score_versions old ON old.id = h.score_id
        CROSS JOIN LATERAL (SELECT total, number FROM score_versions s WHERE s.cycle_id = old.cycle_id AND s.subject = old.subject ORDER BY number DESC LIMIT 1) newest
        WHERE h.cycle_id = {cycleId} AND h.state <> 'Refused' AND newest.number > old.number
        ORDER BY h.id
        """).ToListAsync(ct);
}
