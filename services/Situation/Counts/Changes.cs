using Microsoft.EntityFrameworkCore;

namespace Ronghe.Situation.Counts;

/// <summary>What a batch of events changes: for each unit and all units above it, by figure and domain.</summary>
internal sealed class Changes
{
    private readonly SortedDictionary<(string UnitPath, string Figure, string Domain), long> counts = new(ByOrdinal);
    private readonly SortedDictionary<string, DateTimeOffset> scopes = new(StringComparer.Ordinal);

    private static Comparer<(string UnitPath, string Figure, string Domain)> ByOrdinal { get; } = Comparer<(string, string, string)>.Create(
        (left, right) => string.CompareOrdinal(left.Item1, right.Item1) is var unit and not 0 ? unit
            : string.CompareOrdinal(left.Item2, right.Item2) is var figure and not 0 ? figure
            : string.CompareOrdinal(left.Item3, right.Item3));

    internal void Add(string unitPath, string figure, string domain, long difference, DateTimeOffset at)
    {
        foreach (var scope in WithAncestors(unitPath))
        {
            counts[(scope, figure, domain)] = counts.GetValueOrDefault((scope, figure, domain)) + difference;
            scopes[scope] = scopes.TryGetValue(scope, out var known) && known > at ? known : at;
        }
    }

    /// <summary><c>G/B01/F0103/</c> gives <c>G/</c>, <c>G/B01/</c>, <c>G/B01/F0103/</c>.</summary>
    internal static IEnumerable<string> WithAncestors(string unitPath)
    {
        for (var end = unitPath.IndexOf('/'); end >= 0; end = unitPath.IndexOf('/', end + 1)) yield return unitPath[..(end + 1)];
    }

    /// <summary>Writes all of it in three statements. The scopes are locked first, in one order, so that no two batches deadlock.</summary>
    internal async Task Write(SituationDb db, CancellationToken ct)
    {
        if (scopes.Count == 0) return;
        db.CountsChanged = true;
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO scopes AS kept (unit_path, state_version, as_of)
            SELECT s.unit_path, 1, s.as_of
            FROM unnest({scopes.Keys.ToArray()}, {scopes.Values.Select(at => at.ToUniversalTime()).ToArray()}) AS s(unit_path, as_of)
            ORDER BY s.unit_path COLLATE "C"
            ON CONFLICT (unit_path) DO UPDATE
              SET state_version = kept.state_version + 1, as_of = greatest(kept.as_of, excluded.as_of)
            """, ct);
        // First the row, then the difference: a difference below zero must not be taken for a first value.
        var rows = counts.Keys.ToList();
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO counts (unit_path, figure, domain, value)
            SELECT c.unit_path, c.figure, c.domain, 0
            FROM unnest({rows.Select(key => key.UnitPath).ToArray()}, {rows.Select(key => key.Figure).ToArray()},
              {rows.Select(key => key.Domain).ToArray()}) AS c(unit_path, figure, domain)
            ON CONFLICT DO NOTHING
            """, ct);
        await db.Database.ExecuteSqlAsync($"""
            UPDATE counts kept SET value = kept.value + c.difference
            FROM unnest({rows.Select(key => key.UnitPath).ToArray()}, {rows.Select(key => key.Figure).ToArray()},
              {rows.Select(key => key.Domain).ToArray()}, {counts.Values.ToArray()}) AS c(unit_path, figure, domain, difference)
            WHERE (kept.unit_path, kept.figure, kept.domain) = (c.unit_path, c.figure, c.domain)
            """, ct);
    }
}
