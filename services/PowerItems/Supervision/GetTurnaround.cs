using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Database;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.PowerItems.Supervision;

public sealed record GetTurnaroundResponse(IReadOnlyList<Turnaround> Rows);

/// <param name="Key">Item code, item code and step key, or unit path.</param>
/// <param name="Count">How many were measured; read the figures with it.</param>
/// <param name="MedianHours">Half took no longer, by the clock.</param>
/// <param name="P90Hours">Nine of ten took no longer.</param>
public sealed record Turnaround(string Key, long Count, double MedianHours, double P90Hours);

internal static class GetTurnaround
{
    /// <summary>How long closed cases, or decided steps, took.</summary>
    /// <param name="by">item, step or unit.</param>
    /// <param name="from">Closed from then on; a year back when null.</param>
    internal static async Task<Ok<GetTurnaroundResponse>> Handle(
        Caller caller, PowerItemsDb db, TimeProvider clock, CancellationToken ct,
        [AllowedValues("item", "step", "unit")] string by = "item", DateTimeOffset? from = null, DateTimeOffset? before = null) =>
        TypedResults.Ok(new GetTurnaroundResponse(await db.TurnaroundOf(
            by, caller.Inspected(), (from ?? clock.GetUtcNow().AddYears(-1)).ToUniversalTime(), (before ?? clock.GetUtcNow()).ToUniversalTime(), ct)));

    internal static async Task<List<Turnaround>> TurnaroundOf(
        this PowerItemsDb db, string by, string[] units, DateTimeOffset from, DateTimeOffset before, CancellationToken ct) => await (by == "step"
        ? db.Database.SqlQuery<Turnaround>($"""
            SELECT key, count(*) AS count, percentile_cont(0.5) WITHIN GROUP (ORDER BY hours) AS median_hours, percentile_cont(0.9) WITHIN GROUP (ORDER BY hours) AS p90hours
            FROM (SELECT c.item_code || '/' || (s #>> ARRAY['plan','key']) AS key,
                         extract(epoch FROM (s ->> 'closedAt')::timestamptz - (s ->> 'activeSince')::timestamptz)::float8 / 3600 AS hours
                  FROM power_cases c CROSS JOIN LATERAL jsonb_array_elements(c.steps) AS s
                  WHERE c.unit_path ^@ ANY ({units}) AND (s ->> 'closedAt')::timestamptz >= {from} AND (s ->> 'closedAt')::timestamptz < {before}) AS measured
            WHERE hours IS NOT NULL GROUP BY key ORDER BY key
            """)
        : db.Database.SqlQuery<Turnaround>($"""
            SELECT CASE WHEN {by} = 'unit' THEN unit_path ELSE item_code END AS key, count(*) AS count,
                   percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM closed_at - opened_at)::float8 / 3600) AS median_hours,
                   percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM closed_at - opened_at)::float8 / 3600) AS p90hours
            FROM power_cases WHERE unit_path ^@ ANY ({units}) AND closed_at >= {from} AND closed_at < {before}
            GROUP BY 1 ORDER BY 1
            """)).ToListAsync(ct);
}
