using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Database;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.PowerItems.Supervision;

public sealed record GetReturnsResponse(IReadOnlyList<ReturnCount> Rows);

/// <param name="Key">Item code or unit path.</param>
/// <param name="Cases">Cases with any act in the time.</param>
public sealed record ReturnCount(string Key, long Cases, long Returns, long Urges, long Rejections);

internal static class GetReturns
{
    /// <summary>How often work was sent back, urged and rejected.</summary>
    /// <param name="by">item or unit.</param>
    internal static async Task<Ok<GetReturnsResponse>> Handle(
        Caller caller, PowerItemsDb db, TimeProvider clock, CancellationToken ct,
        [AllowedValues("item", "unit")] string by = "item", DateTimeOffset? from = null, DateTimeOffset? before = null) =>
        TypedResults.Ok(new GetReturnsResponse(await db.ReturnsOf(
            by, caller.Inspected(), (from ?? clock.GetUtcNow().AddYears(-1)).ToUniversalTime(), (before ?? clock.GetUtcNow()).ToUniversalTime(), ct)));

    internal static Task<List<ReturnCount>> ReturnsOf(
        this PowerItemsDb db, string by, string[] units, DateTimeOffset from, DateTimeOffset before, CancellationToken ct) =>
        db.Database.SqlQuery<ReturnCount>($"""
            SELECT CASE WHEN {by} = 'unit' THEN unit_path ELSE item_code END AS key, count(DISTINCT case_id) AS cases,
                   count(*) FILTER (WHERE kind LIKE 'Return%') AS returns, count(*) FILTER (WHERE kind = 'Urge') AS urges,
                   count(*) FILTER (WHERE kind = 'Reject') AS rejections
            FROM case_acts WHERE unit_path ^@ ANY ({units}) AND at >= {from} AND at < {before}
            GROUP BY 1 ORDER BY 1
            """).ToListAsync(ct);
}
