using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Database;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.PowerItems.Supervision;

public sealed record GetRiskHeatResponse(IReadOnlyList<RiskHeat> Cells);

/// <summary>One domain in one unit.</summary>
/// <param name="HighGrade">Cases of items whose integrity risk is graded high.</param>
/// <param name="Overdue">Running cases whose limit has run out.</param>
/// <param name="Heat">Cases weighted by grade (high 3, medium 2, low 1), and by 2 more while overdue: a number to sort by, nothing else.</param>
public sealed record RiskHeat(string Domain, string UnitPath, long Cases, long HighGrade, long Running, long Overdue, long Rejected, long Heat);

internal static class GetRiskHeat
{
    internal static async Task<Ok<GetRiskHeatResponse>> Handle(
        Caller caller, PowerItemsDb db, TimeProvider clock, CancellationToken ct, DateTimeOffset? from = null)
    {
        var (units, now, since) = (caller.Inspected(), clock.GetUtcNow(), (from ?? clock.GetUtcNow().AddYears(-1)).ToUniversalTime());
        return TypedResults.Ok(new GetRiskHeatResponse(await db.Database.SqlQuery<RiskHeat>($"""
            SELECT domain, unit_path, count(*) AS cases, count(*) FILTER (WHERE grade = 'High') AS high_grade, count(*) FILTER (WHERE state = 'Running') AS running,
                   count(*) FILTER (WHERE overdue) AS overdue, count(*) FILTER (WHERE state = 'Rejected') AS rejected,
                   sum(CASE grade WHEN 'High' THEN 3 WHEN 'Medium' THEN 2 ELSE 1 END + CASE WHEN overdue THEN 2 ELSE 0 END)::bigint AS heat
            FROM (SELECT c.domain, c.unit_path, c.state, v.definition ->> 'grade' AS grade, c.state = 'Running' AND c.due_at IS NOT NULL AND c.due_at < {now} AS overdue
                  FROM power_cases c JOIN item_versions v ON v.code = c.item_code AND v.number = c.item_version
                  WHERE c.unit_path ^@ ANY ({units}) AND c.opened_at >= {since}) AS graded
            GROUP BY 1, 2 ORDER BY heat DESC, domain, unit_path
            """).ToListAsync(ct)));
    }
}
