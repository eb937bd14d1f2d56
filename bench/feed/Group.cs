using System.Globalization;
using System.Text;
using Npgsql;
using Ronghe.Contracts.Identity;

namespace Ronghe.Bench.Feed;

/// <summary>A group of 200 units, its people, and rules of every kind with one open assignment each.</summary>
internal static class Group
{
    private const int Units = 200;
    private static int unit;
    private static long version = 1_000_000;

    internal static string UnitOf(int number) => $"G/B{number % 20:00}/F{number % Units:0000}/";

    internal static Guid IdOf(int number) => new(number, 7, 7, 128, 0, 0, 0, 0, 0, 0, 1);

    internal static long NextVersion() => ++version;

    /// <summary>A unit that has a rule of its own.</summary>
    internal static string NextUnit() => UnitOf(unit++ % Units);

    internal static IReadOnlyList<Guid> SomeOf(int people, int count) => [.. Enumerable.Range(0, count).Select(index => IdOf(((people / count) * index) % people))];

    internal static PersonFacts Facts(string unitPath) => new(Guid.Empty, unitPath, [], false, null, true, new DateOnly(2020, 1, 1), 1, 1);

    internal static async Task Fill(string database, int people, int rules)
    {
        var sql = new StringBuilder();
        for (var rule = 0; rule < rules; rule++)
        {
            var id = Guid.CreateVersion7();
            sql.AppendLine(CultureInfo.InvariantCulture, $"INSERT INTO audiences (id, unit_path, name, rule) VALUES ('{id}', 'G/', 'rule {rule}', '{Rule(rule)}');");
            sql.AppendLine(CultureInfo.InvariantCulture, $"INSERT INTO assignments (id, unit_path, audience_id, kind, target, title, title_en, due_at, created_by, version) VALUES ('{Guid.CreateVersion7()}', 'G/', '{id}', 'Lesson', 'FIRE-REPORT', '题', 'Title', now() + interval '30 days', '{id}', 1);");
        }

        await BenchServers.Execute(database, sql.ToString());
        await BenchServers.Execute(database, $"""
            INSERT INTO directory_people (id, unit_id, unit_path, posts, party_member, branch_id, union_member, joined_on, birth_month, birth_day, version, active)
            SELECT (lpad(to_hex(n), 8, '0') || '-0007-0007-8000-000000000001')::uuid, '00000000-0000-0000-0000-000000000000',
              'G/B' || lpad((n % 20)::text, 2, '0') || '/F' || lpad((n % {Units})::text, 4, '0') || '/',
              CASE WHEN n % 25 = 0 THEN jsonb_build_array(jsonb_build_object('post', 'Post' || (n / 25 % 40), 'unitPath', 'G/')) ELSE '[]' END,
              n % 4 = 0, null, n % 10 <> 0, '2020-01-01', 1, 1, 1, true
            FROM generate_series(0, {people - 1}) AS n
            """);
    }

    // The first is for everybody; then one a unit; then bureaus, posts, memberships and their combinations.
    private static string Rule(int number) => number switch
    {
        0 => """{"unit":"G/"}""",
        <= Units => $$"""{"unit":"{{UnitOf(number - 1)}}"}""",
        _ when number % 3 == 0 => $$"""{"post":"Post{{number % 40}}"}""",
        _ when number % 3 == 1 => $$$"""{"all":[{"unit":"G/B{{{number % 20:00}}}/"},{"partyMember":true},{"not":{"post":"Post{{{number % 40}}}"}}]}""",
        _ => $$"""{"all":[{"any":[{"unit":"{{UnitOf(number)}}"},{"post":"Post{{number % 40}}"}]},{"unionMember":true}]}""",
    };

    internal static Task WaitUntilTargeted(string database) =>
        WaitUntil(database, "SELECT count(*) = 0 FROM retarget_queue", _ => { });

    internal static Task WaitUntilMembers(string database, string unitPath, IReadOnlyList<Guid> movers) => WaitUntil(
        database,
        """
        SELECT count(*) = cardinality($2) AND bool_and(right_ones = 1 AND wrong_ones = 0) FROM (
          SELECT p, count(*) FILTER (WHERE a.rule ->> 'unit' = $1) AS right_ones, count(*) FILTER (WHERE a.rule ->> 'unit' NOT IN ($1, 'G/')) AS wrong_ones
          FROM unnest($2) AS p JOIN audience_members m ON m.person_id = p JOIN audiences a ON a.id = m.audience_id GROUP BY p) AS each
        """,
        command =>
        {
            command.Parameters.AddWithValue(unitPath);
            command.Parameters.AddWithValue(movers.ToArray());
        });

    private static async Task WaitUntil(string database, string question, Action<NpgsqlCommand> prepare)
    {
        await using var connection = new NpgsqlConnection(database + ";Command Timeout=60");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(question, connection);
        prepare(command);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await command.ExecuteScalarAsync() is not true) await timer.WaitForNextTickAsync();
    }
}
