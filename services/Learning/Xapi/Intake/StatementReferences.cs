using System.Text.Json;

namespace Ronghe.Learning.Xapi.Intake;

/// <summary>
/// A Statement about another one is found by what finds that one (Communication 2.1.3), through any number of steps, whichever of
/// them came first; and one that is voided is not found any more.
/// </summary>
internal static class StatementReferences
{
    // A chain is followed both ways; the depth bounds what a chain made on purpose can cost.
    private const string Inherit = """
        WITH RECURSIVE referring AS (
            SELECT r.target, r.stored, r.seq, 1 AS depth FROM xapi_references r WHERE r.target = ANY ($1)
            UNION
            SELECT r.target, r.stored, r.seq, referring.depth + 1
            FROM referring JOIN xapi_statements s ON s.stored = referring.stored AND s.seq = referring.seq
            JOIN xapi_references r ON r.target = s.id
            WHERE referring.depth < 20)
        INSERT INTO xapi_keys (key, stored, seq)
        SELECT DISTINCT k.key, referring.stored, referring.seq FROM referring CROSS JOIN unnest($2::bigint[]) AS k(key)
        ON CONFLICT DO NOTHING
        """;

    internal static async Task Follow(LearningDb db, List<(StatementDraft Draft, string UnitPath)> rows, CancellationToken ct)
    {
        foreach (var (draft, unitPath) in rows.Where(row => row.Draft.RefersTo is not null))
        {
            await Run(db, "INSERT INTO xapi_references (target, stored, seq) SELECT $1, stored, seq FROM xapi_ids WHERE id = $2", ct, draft.RefersTo!.Value, draft.Id);
            if (draft.Voids) await Run(db, "INSERT INTO xapi_voided (id, unit_path, voided_by) VALUES ($1, $2, $3)", ct, draft.RefersTo.Value, unitPath, draft.Id);
        }

        // Voiding Statements cannot be voided (Data 2.3.2), whichever came first.
        await Run(db, """
            DELETE FROM xapi_voided v WHERE (v.id = ANY ($1) OR v.voided_by = ANY ($1)) AND EXISTS (SELECT 1 FROM xapi_voided w WHERE w.voided_by = v.id)
            """, ct, rows.Select(row => row.Draft.Id).ToArray());
        foreach (var (draft, _) in rows)
        {
            var keys = new HashSet<long>(draft.Keys);
            for (var (target, depth) = (draft.RefersTo, 0); target is not null && depth < 20; depth++) target = await AddKeysOf(db, target.Value, keys, ct);
            if (draft.RefersTo is not null)
            {
                await Run(db, """
                    INSERT INTO xapi_keys (key, stored, seq) SELECT k.key, i.stored, i.seq FROM xapi_ids i CROSS JOIN unnest($2::bigint[]) AS k(key) WHERE i.id = $1
                    ON CONFLICT DO NOTHING
                    """, ct, draft.Id, keys.ToArray());
            }

            await Run(db, Inherit, ct, new[] { draft.Id }, keys.ToArray());
        }
    }

    private static async Task<Guid?> AddKeysOf(LearningDb db, Guid id, HashSet<long> keys, CancellationToken ct)
    {
        if (!(await StatementSql.Bodies(db, [id], ct)).TryGetValue(id, out var body)) return null;
        using var parsed = JsonDocument.Parse(body);
        var statement = parsed.RootElement;
        keys.UnionWith(StatementKeys.Of(statement, StatementKeys.IdentifierOf(statement.GetProperty("authority"))!));
        var about = statement.GetProperty("object");
        return about.TryGetProperty("objectType", out var type) && type.ValueEquals("StatementRef") ? about.GetProperty("id").GetGuid() : null;
    }

    private static async Task Run(LearningDb db, string sql, CancellationToken ct, params object[] values)
    {
        await using var command = StatementSql.Command(db, sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(ct);
    }
}
