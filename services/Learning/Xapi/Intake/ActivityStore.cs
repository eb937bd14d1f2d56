using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Text;
using Npgsql;

namespace Ronghe.Learning.Xapi.Intake;

/// <summary>What is known of each activity: the latest definition, with the names and descriptions of all languages ever given.</summary>
internal sealed class ActivityStore
{
    private const int Remembered = 20_000;

    // Most Statements bring the definition that everybody brings: those are not written again. Losing the memory costs a write.
    private readonly ConcurrentDictionary<string, ulong> seen = new(StringComparer.Ordinal);

    /// <summary>Writes what is new among them; answers what to <see cref="Remember"/> once that is committed.</summary>
    internal async Task<IReadOnlyDictionary<string, string>> Learn(LearningDb db, IEnumerable<(string Iri, string Definition)> definitions, CancellationToken ct)
    {
        var news = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (iri, definition) in definitions)
        {
            if (!seen.TryGetValue(iri, out var hash) || hash != HashOf(definition)) news[iri] = definition;
        }

        if (news.Count == 0) return news;
        await using var command = StatementSql.Command(db, """
            INSERT INTO xapi_activities AS a (iri, definition)
            SELECT iri, definition::jsonb FROM unnest($1::text[], $2::text[]) AS n(iri, definition) ORDER BY iri
            ON CONFLICT (iri) DO UPDATE SET definition = a.definition || excluded.definition || jsonb_strip_nulls(jsonb_build_object(
                'name', nullif(coalesce(a.definition->'name', '{}') || coalesce(excluded.definition->'name', '{}'), '{}'),
                'description', nullif(coalesce(a.definition->'description', '{}') || coalesce(excluded.definition->'description', '{}'), '{}')))
            WHERE NOT a.definition @> excluded.definition
            """);
        command.Parameters.Add(new() { Value = news.Keys.ToArray() });
        command.Parameters.Add(new() { Value = news.Values.ToArray() });
        await command.ExecuteNonQueryAsync(ct);
        return news;
    }

    internal void Remember(IReadOnlyDictionary<string, string> news)
    {
        if (seen.Count > Remembered) seen.Clear();
        foreach (var (iri, definition) in news) seen[iri] = HashOf(definition);
    }

    internal static async Task<Dictionary<string, string>> Definitions(LearningDb db, string[] iris, CancellationToken ct)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        if (iris.Length == 0) return found;
        await using var command = StatementSql.Command(db, "SELECT iri, definition::text FROM xapi_activities WHERE iri = ANY ($1)");
        command.Parameters.Add(new() { Value = iris });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) found[reader.GetString(0)] = reader.GetString(1);
        return found;
    }

    private static ulong HashOf(string definition) => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(definition));
}
