using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ronghe.Contracts.Identity;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.Welfare.Ledger;
using Ronghe.Welfare.Rules;

namespace Ronghe.Welfare.Entitlements;

/// <summary>
/// The people as rules see them, one after the other: a group of 100,000 is never held in memory. The directory copy is not
/// scoped by unit, so this sees whom it is asked for.
/// </summary>
internal static class Members
{
    private const string Sql = """
        SELECT p.id, p.unit_path, p.active, p.union_member, p.party_member, p.joined_on, p.birth_month, nullif(p.posts::text, '[]'), h.grade,
               e.kinds, e.days, d.kinds, d.times
        FROM directory_people p
        LEFT JOIN hardship_grades h ON h.person_id = p.id AND h.until >= $2
        LEFT JOIN (SELECT person_id, array_agg(kind) AS kinds, array_agg(happened_on) AS days
                   FROM (SELECT person_id, kind, happened_on FROM declarations UNION ALL SELECT person_id, 'Honour.' || kind, granted_on FROM honours) h
                   WHERE happened_on >= $2 - 400 GROUP BY person_id) e
          ON e.person_id = p.id
        LEFT JOIN (SELECT person_id, array_agg(kind) AS kinds, array_agg(times::int) AS times
                   FROM (SELECT person_id, kind, count(*) AS times FROM claims WHERE year = $3 AND state IN ('Held', 'PickedUp') GROUP BY person_id, kind) k GROUP BY person_id) d
          ON d.person_id = p.id
        WHERE p.unit_path ^@ $1 AND (p.active OR $4::uuid IS NOT NULL) AND ($4::uuid IS NULL OR p.id = $4)
        """;

    /// <summary>Active people below a unit, in no order; of one person also when they have left.</summary>
    internal static async IAsyncEnumerable<Member> Read(
        WelfareDb db, string unitPath, DateOnly day, Guid? person, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var batch = Book.Batch(db);
        batch.Timeout = 60;
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Sql)
        {
            Parameters =
            {
                new() { Value = unitPath }, new() { Value = day }, new() { Value = day.Year },
                new() { Value = (object?)person ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid },
            },
        });
        var paths = new Dictionary<string, string>();
        await using var reader = await batch.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) yield return Of(reader, paths);
    }

    private static Member Of(NpgsqlDataReader row, Dictionary<string, string> paths)
    {
        var path = row.GetString(1);
        if (!paths.TryGetValue(path, out var shared)) paths[path] = shared = path;
        return new Member
        {
            Id = row.GetGuid(0),
            UnitPath = shared,
            Active = row.GetBoolean(2),
            UnionMember = row.GetBoolean(3),
            PartyMember = row.GetBoolean(4),
            JoinedOn = row.GetFieldValue<DateOnly>(5),
            BirthMonth = row.IsDBNull(6) ? null : row.GetInt32(6),
            Posts = row.IsDBNull(7) ? [] : [.. JsonSerializer.Deserialize<PostHolding[]>(row.GetString(7), ServiceDb.Json)!.Select(holding => holding.Post)],
            HardshipGrade = row.IsDBNull(8) ? null : row.GetString(8),
            Events = row.IsDBNull(9) ? [] : [.. row.GetFieldValue<string[]>(9).Zip(row.GetFieldValue<DateOnly[]>(10))],
            Had = row.IsDBNull(11) ? Nothing : row.GetFieldValue<string[]>(11).Zip(row.GetFieldValue<int[]>(12)).ToDictionary(had => had.First, had => had.Second),
        };
    }

    private static readonly Dictionary<string, int> Nothing = [];
}
