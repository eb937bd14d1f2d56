using Npgsql;

namespace Ronghe.Learning.Xapi.Queries;

/// <summary>A Statement as found: its place in the store, and its JSON in exact format.</summary>
internal readonly record struct FoundStatement(DateTimeOffset Stored, long Seq, string Json);

/// <summary>Finds Statements: one key leads through its own index in the order of storing, the others are looked up beside it.</summary>
internal static class StatementSearch
{
    private static string NotVoided(string row) => $"NOT EXISTS (SELECT 1 FROM xapi_voided v WHERE v.id = {row}.id AND {row}.unit_path ^@ v.unit_path)";

    /// <summary>One Statement by id, voided or not as asked; null when there is none that the reader may see.</summary>
    internal static async Task<FoundStatement?> One(LearningDb db, Guid id, bool voided, long? onlyKey, CancellationToken ct)
    {
        await using var command = StatementSql.Command(db, $"""
            SELECT s.stored, s.seq, s.dated, s.body FROM xapi_ids i JOIN xapi_statements s ON s.stored = i.stored AND s.seq = i.seq
            WHERE i.id = $1 AND {(voided ? "NOT " : "")}({NotVoided("s")})
              AND ($2::bigint IS NULL OR EXISTS (SELECT 1 FROM xapi_keys k WHERE k.key = $2 AND k.stored = s.stored AND k.seq = s.seq))
            """);
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = (object?)onlyKey ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? Read(reader) : null;
    }

    /// <summary>At most <see cref="StatementQuery.Limit"/> and one more, which tells that there is a further page.</summary>
    internal static async Task<List<FoundStatement>> Many(LearningDb db, StatementQuery query, long? onlyKey, CancellationToken ct)
    {
        var conditions = KeysOf(query, onlyKey);
        await using var command = StatementSql.Command(db, "");
        command.CommandText = Sql(query, conditions, command.Parameters);
        var found = new List<FoundStatement>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) found.Add(Read(reader));
        return found;
    }

    // The one that most likely finds least comes first: it leads.
    private static List<long[]> KeysOf(StatementQuery query, long? onlyKey)
    {
        List<long[]> conditions = [];
        if (query.Registration is { } registration) conditions.Add([StatementKeys.Registration(registration)]);
        if (onlyKey is { } own) conditions.Add([own]);
        if (query.Agent is { } agent) conditions.Add(query.RelatedAgents ? [StatementKeys.Agent(agent), StatementKeys.Agent(agent, related: true)] : [StatementKeys.Agent(agent)]);
        if (query.Activity is { } activity)
            conditions.Add(query.RelatedActivities ? [StatementKeys.Activity(activity), StatementKeys.Activity(activity, related: true)] : [StatementKeys.Activity(activity)]);
        if (query.Verb is { } verb) conditions.Add([StatementKeys.Verb(verb)]);
        return conditions;
    }

    private static string Sql(StatementQuery query, List<long[]> conditions, NpgsqlParameterCollection parameters)
    {
        string Parameter(object value)
        {
            parameters.Add(new NpgsqlParameter { Value = value });
            return "$" + parameters.Count;
        }

        var (direction, beyond) = query.Ascending ? ("ASC", ">") : ("DESC", "<");
        List<string> window = [];
        if (query.Since is { } since) window.Add($"k.stored > {Parameter(since)}");
        if (query.Until is { } until) window.Add($"k.stored <= {Parameter(until)}");
        if (query.After is { } after)
        {
            var stored = Parameter(after.Stored);
            window.Add($"(k.stored, k.seq) {beyond} ({stored}, {Parameter(after.Seq)}) AND k.stored {beyond}= {stored}");
        }

        var limit = Parameter(query.Limit + 1);
        var order = $"ORDER BY k.stored {direction}, k.seq {direction} LIMIT {limit}";
        var rest = conditions.Skip(1).Select(others => $"EXISTS (SELECT 1 FROM xapi_keys o WHERE o.key = ANY ({Parameter(others)}) AND o.stored = k.stored AND o.seq = k.seq)").ToList();
        if (conditions.Count == 0)
            return $"SELECT k.stored, k.seq, k.dated, k.body FROM xapi_statements k WHERE {string.Join(" AND ", [.. window, NotVoided("k")])} {order}";

        // Each key in the order of its index; over both kinds of a related search the streams are merged.
        var streams = conditions[0].Select(key => $"""
            SELECT k.stored, k.seq, s.dated, s.body FROM xapi_keys k JOIN xapi_statements s ON s.stored = k.stored AND s.seq = k.seq
            WHERE k.key = {Parameter(key)} AND {string.Join(" AND ", [.. window, .. rest, NotVoided("s")])} {order}
            """).ToList();
        return streams.Count == 1
            ? streams[0]
            : $"SELECT DISTINCT ON (stored, seq) * FROM ({string.Join(" UNION ALL ", streams.Select(stream => $"({stream})"))}) AS both_kinds ORDER BY stored {direction}, seq {direction} LIMIT {limit}";
    }

    private static FoundStatement Read(NpgsqlDataReader reader)
    {
        var stored = reader.GetFieldValue<DateTimeOffset>(0);
        return new(stored, reader.GetInt64(1), StatementBody.Close(reader.GetString(3), reader.GetBoolean(2), stored));
    }
}
