using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Ronghe.Learning.Xapi.Intake;

/// <summary>Writes Statements set-wise.</summary>
internal static class StatementSql
{
    // One statement for ids, rows and keys: its rows are those whose id was not there yet.
    private const string InsertAll = """
        WITH rows AS MATERIALIZED (
            SELECT * FROM unnest($1::uuid[], $2::text[], $3::boolean[], $4::text[]) WITH ORDINALITY AS r(id, unit_path, dated, body, n)),
        ids AS (
            INSERT INTO xapi_ids (id, stored, seq)
            SELECT id, now(), nextval('xapi_seq') FROM (SELECT id FROM rows ORDER BY n) AS ordered
            ON CONFLICT (id) DO NOTHING
            RETURNING id, stored, seq),
        put AS (
            INSERT INTO xapi_statements (stored, seq, id, unit_path, dated, body)
            SELECT ids.stored, ids.seq, ids.id, rows.unit_path, rows.dated, rows.body FROM ids JOIN rows USING (id)),
        keys AS (
            INSERT INTO xapi_keys (key, stored, seq)
            SELECT k.key, ids.stored, ids.seq FROM unnest($5::uuid[], $6::bigint[]) AS k(id, key) JOIN ids USING (id))
        SELECT count(*), EXISTS (SELECT 1 FROM xapi_references WHERE target = ANY ($1::uuid[])) FROM ids
        """;

    /// <summary>Stores the drafts; false, with the transaction to be given up, when one of the ids was there already.</summary>
    internal static async Task<bool> Insert(LearningDb db, List<(StatementDraft Draft, string UnitPath)> rows, CancellationToken ct)
    {
        await using var command = Command(db, InsertAll);
        command.Parameters.Add(new() { Value = rows.Select(row => row.Draft.Id).ToArray() });
        command.Parameters.Add(new() { Value = rows.Select(row => row.UnitPath).ToArray() });
        command.Parameters.Add(new() { Value = rows.Select(row => row.Draft.Dated).ToArray() });
        command.Parameters.Add(new() { Value = rows.Select(row => row.Draft.Body).ToArray() });
        var keys = rows.SelectMany(row => row.Draft.Keys.Select(key => (row.Draft.Id, Key: key))).ToList();
        command.Parameters.Add(new() { Value = keys.Select(key => key.Id).ToArray() });
        command.Parameters.Add(new() { Value = keys.Select(key => key.Key).ToArray() });
        bool awaited;
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            await reader.ReadAsync(ct);
            if (reader.GetInt64(0) < rows.Count) return false;
            awaited = reader.GetBoolean(1);
        }

        if (awaited || rows.Any(row => row.Draft.RefersTo is not null)) await StatementReferences.Follow(db, rows, ct);
        return true;
    }

    /// <summary>What is stored under these ids, as <see cref="StatementBody.Close"/> would be given it.</summary>
    internal static async Task<Dictionary<Guid, string>> Bodies(LearningDb db, Guid[] ids, CancellationToken ct)
    {
        await using var command = Command(db, """
            SELECT i.id, s.body FROM xapi_ids i JOIN xapi_statements s ON s.stored = i.stored AND s.seq = i.seq WHERE i.id = ANY ($1)
            """);
        command.Parameters.Add(new() { Value = ids });
        var found = new Dictionary<Guid, string>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) found[reader.GetGuid(0)] = reader.GetString(1) + "}";
        return found;
    }

    /// <summary>Submissions that would void a Statement of a unit outside their sender's.</summary>
    internal static async Task<Dictionary<Submission, Guid>> RefusedVoids(LearningDb db, List<Submission> group, CancellationToken ct)
    {
        var voids = group.SelectMany(one => one.Drafts.Where(draft => draft.Voids).Select(draft => (one, Target: draft.RefersTo!.Value))).ToList();
        var refused = new Dictionary<Submission, Guid>();
        if (voids.Count == 0) return refused;
        await using var command = Command(db, """
            SELECT i.id, s.unit_path FROM xapi_ids i JOIN xapi_statements s ON s.stored = i.stored AND s.seq = i.seq WHERE i.id = ANY ($1)
            """);
        command.Parameters.Add(new() { Value = voids.Select(one => one.Target).Distinct().ToArray() });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var (target, unit) = (reader.GetGuid(0), reader.GetString(1));
            foreach (var (one, _) in voids.Where(one => one.Target == target && !unit.StartsWith(one.one.UnitPath, StringComparison.Ordinal))) refused[one] = target;
        }

        return refused;
    }

    internal static async Task KeepAttachments(LearningDb db, IEnumerable<StoredAttachment> attachments, CancellationToken ct)
    {
        foreach (var one in attachments.OrderBy(one => one.Sha2, StringComparer.Ordinal))
        {
            await using var command = Command(db, "INSERT INTO xapi_attachments (sha2, content_type, bytes) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING");
            command.Parameters.Add(new() { Value = one.Sha2 });
            command.Parameters.Add(new() { Value = one.ContentType });
            command.Parameters.Add(new() { Value = one.Bytes, NpgsqlDbType = NpgsqlDbType.Bytea });
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    internal static NpgsqlCommand Command(LearningDb db, string sql) =>
        new(sql, (NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction());
}
