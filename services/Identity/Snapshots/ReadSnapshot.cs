using System.Data;
using Npgsql;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Identity.Snapshots;

/// <summary>
/// The whole directory at one moment, a JSON object a line (<c>SnapshotLine</c>): units, then people, then the end. PostgreSQL
/// writes the lines; they pass through one at a time, however many people there are.
/// </summary>
internal static class ReadSnapshot
{
    private const string Units = """
        SELECT json_build_object('unit', json_build_object('id', id, 'code', code, 'path', path, 'name', name, 'nameEn', name_en,
          'kind', kind, 'version', version, 'active', active))::text
        FROM units ORDER BY path
        """;

    private const string People = """
        SELECT json_build_object('person', json_build_object('id', p.id, 'version', p.version, 'facts', json_build_object(
          'unitId', p.unit_id, 'unitPath', p.unit_path,
          'posts', coalesce((SELECT json_agg(json_build_object('post', a.post_code, 'unitPath', u.path) ORDER BY u.path, a.post_code)
                             FROM appointments a JOIN units u ON u.id = a.unit_id WHERE a.person_id = p.id), '[]'),
          'partyMember', p.party_member, 'branchId', p.branch_id, 'unionMember', p.union_member, 'joinedOn', p.joined_on,
          'birthMonth', p.birth_month, 'birthDay', p.birth_day)))::text
        FROM people p WHERE p.left_at IS NULL ORDER BY p.id
        """;

    internal static async Task Handle(HttpContext http, ServiceDatabase<IdentityDb> database, CancellationToken ct)
    {
        if (!database.IsReady) throw new ServiceNotReadyException("The database is not prepared yet.");
        await using var connection = await database.App.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        await using (var scope = new NpgsqlCommand("SELECT set_config('app.units', '{\"\"}', true)", connection)) await scope.ExecuteNonQueryAsync(ct);

        http.Response.ContentType = "application/x-ndjson";
        await using var writer = new StreamWriter(http.Response.Body);
        var units = await Write(connection, Units, writer, ct);
        var people = await Write(connection, People, writer, ct);
        await writer.WriteLineAsync($$"""{"end":{"units":{{units}},"people":{{people}} } }""");
    }

    private static async Task<int> Write(NpgsqlConnection connection, string sql, StreamWriter writer, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await using var rows = await command.ExecuteReaderAsync(ct);
        var count = 0;
        for (; await rows.ReadAsync(ct); count++)
        {
            await writer.WriteAsync(rows.GetString(0).AsMemory(), ct);
            await writer.WriteAsync('\n');
        }

        return count;
    }
}
