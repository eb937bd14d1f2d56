using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Ronghe.Assessment.Facts;

/// <summary>Adds versions of facts, a whole batch in one statement. What is there already changes nothing; an older version changes no head.</summary>
internal static class FactLedger
{
    // The first changes are the places that facts leave, the second those that they come to: a correction may move a fact.
    private const string Sql = """
        WITH told AS (
          SELECT * FROM unnest(@ids, @series, @keys, @versions, @units, @persons, @days, @values, @by, @at, @reasons)
            AS t(id, series, key, version, unit_path, person_id, on_day, value, told_by, told_at, reason)),
        fresh AS (
          INSERT INTO facts (id, series, key, version, unit_path, person_id, on_day, value, told_by, told_at, reason)
          SELECT * FROM told ORDER BY series, key, version ON CONFLICT (series, key, version) DO NOTHING RETURNING *),
        newest AS (SELECT DISTINCT ON (series, key) * FROM fresh ORDER BY series, key, version DESC),
        moved AS (
          INSERT INTO fact_heads AS h (series, key, fact_id, fact_version, unit_path, person_id, on_day, value)
          SELECT series, key, id, version, unit_path, person_id, on_day, value FROM newest ORDER BY series, key
          ON CONFLICT (series, key) DO UPDATE SET fact_id = excluded.fact_id, fact_version = excluded.fact_version,
            unit_path = excluded.unit_path, person_id = excluded.person_id, on_day = excluded.on_day, value = excluded.value
          WHERE h.fact_version < excluded.fact_version
          RETURNING h.series, h.key, h.fact_id, h.unit_path, h.person_id, h.on_day)
        INSERT INTO fact_changes (fact_id, series, unit_path, person_id, on_day)
        SELECT m.fact_id, m.series, o.unit_path, o.person_id, o.on_day FROM moved m
          JOIN fact_heads o ON o.series = m.series AND o.key = m.key
          WHERE (o.unit_path, o.person_id, o.on_day) IS DISTINCT FROM (m.unit_path, m.person_id, m.on_day)
        UNION ALL
        SELECT fact_id, series, unit_path, person_id, on_day FROM moved
        """;

    internal static Task Add(IReadOnlyList<Fact> facts, AssessmentDb db, CancellationToken ct) => facts.Count == 0
        ? Task.CompletedTask
        : db.Database.ExecuteSqlRawAsync(
            Sql,
            [
                Column("ids", facts, fact => fact.Id),
                Column("series", facts, fact => fact.Series),
                Column("keys", facts, fact => fact.Key),
                Column("versions", facts, fact => fact.Version),
                Column("units", facts, fact => fact.UnitPath),
                Column("persons", facts, fact => fact.PersonId),
                Column("days", facts, fact => fact.OnDay),
                Column("values", facts, fact => fact.Value),
                Column("by", facts, fact => fact.ToldBy),
                Column("at", facts, fact => fact.ToldAt.ToUniversalTime()),
                new NpgsqlParameter("reasons", NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = facts.Select(fact => fact.Reason).ToArray() },
            ],
            ct);

    private static NpgsqlParameter Column<T>(string name, IReadOnlyList<Fact> facts, Func<Fact, T> value) => new(name, facts.Select(value).ToArray());
}
