using Microsoft.EntityFrameworkCore;

namespace Ronghe.Situation.Counts;

/// <summary>Reads the present state of scopes, each with its version, from one snapshot.</summary>
internal static class CountsReader
{
    internal static async Task<CountsResponse> Read(string scope, SituationDb db, CancellationToken ct) =>
        (await ReadNewer(new Dictionary<string, long> { [scope] = -1 }, db, ct)).SingleOrDefault() ?? Describe(scope, []);

    /// <summary>Those of the scopes whose state is newer than the version known of them.</summary>
    internal static async Task<List<CountsResponse>> ReadNewer(IReadOnlyDictionary<string, long> known, SituationDb db, CancellationToken ct)
    {
        var rows = await db.Database.SqlQuery<Row>($"""
            SELECT s.unit_path, s.state_version, s.as_of, c.figure, c.domain, c.value
            FROM unnest({known.Keys.ToArray()}, {known.Values.ToArray()}) AS k(unit_path, version)
            JOIN scopes s ON s.unit_path = k.unit_path AND s.state_version > k.version
            JOIN counts c ON c.unit_path = s.unit_path
            """).ToListAsync(ct);
        return [.. rows.GroupBy(row => row.UnitPath).Select(scope => Describe(scope.Key, [.. scope]))];
    }

    internal static CountsResponse Describe(string scope, IReadOnlyList<Row> rows)
    {
        var version = rows.Count == 0 ? 0 : rows[0].StateVersion;
        var domains = rows.Where(row => row.Domain != Figures.NoDomain).GroupBy(row => row.Domain)
            .OrderBy(domain => domain.Key, StringComparer.Ordinal)
            .Select(domain => new DomainFigures(
                domain.Key, Sum(domain, Figures.CasesOpened), Sum(domain, Figures.CasesRunning),
                Sum(domain, Figures.CasesApproved), Sum(domain, Figures.CasesRejected)))
            .ToList();
        return new CountsResponse(
            scope, CountsResponse.QueryIdOf(scope, version), rows.Count == 0 ? null : rows[0].AsOf, version,
            new ScopeFigures(
                Sum(rows, Figures.CasesOpened), Sum(rows, Figures.CasesRunning), Sum(rows, Figures.CasesApproved),
                Sum(rows, Figures.CasesRejected), Sum(rows, Figures.StepsDecided), Sum(rows, Figures.LessonsCompleted),
                Sum(rows, Figures.ProgrammesPublished), domains));
    }

    private static long Sum(IEnumerable<Row> rows, string figure) => rows.Where(row => row.Figure == figure).Sum(row => row.Value);

    internal sealed record Row(string UnitPath, long StateVersion, DateTimeOffset AsOf, string Figure, string Domain, long Value);
}
