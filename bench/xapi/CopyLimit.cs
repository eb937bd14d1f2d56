using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;

namespace Ronghe.Bench.Xapi;

/// <summary>The limit: COPY of rows that are ready into the same tables, with the same indexes, 5,000 statements a transaction.</summary>
internal static class CopyLimit
{
    private static readonly string[] Verbs = ["completed", "answered"];
    private const int Transaction = 5_000;
    private static long seq = 1_000_000_000;

    /// <summary>Statements a second over this many seconds.</summary>
    internal static async Task<double> Run(string database, int seconds)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        var rows = Enumerable.Range(0, 150_000).Select(_ => Row.Make(Random.Shared)).ToList();
        var (done, watch) = (0, Stopwatch.StartNew());
        for (; watch.Elapsed < TimeSpan.FromSeconds(seconds) && done + Transaction <= rows.Count; done += Transaction)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await Write(connection, rows.GetRange(done, Transaction), TimeProvider.System.GetUtcNow());
            await transaction.CommitAsync();
        }

        return done / watch.Elapsed.TotalSeconds;
    }

    /// <summary>Fills the store up to this many statements, over the last days.</summary>
    internal static async Task Fill(string database, int size)
    {
        var left = size - await BenchServers.Ask<long>(database, "SELECT count(*) FROM xapi_statements");
        await BenchServers.Execute(database, "ALTER SYSTEM SET max_wal_size = '8GB'; SELECT pg_reload_conf()");
        var now = TimeProvider.System.GetUtcNow();
        await Task.WhenAll(Enumerable.Range(0, 2).Select(async part =>
        {
            var random = new Random(part);
            await using var connection = new NpgsqlConnection(database);
            await connection.OpenAsync();
            for (var done = 0L; done < left / 2; done += 20_000)
            {
                var batch = Enumerable.Range(0, (int)Math.Min(20_000, (left / 2) - done)).Select(_ => Row.Make(random)).ToList();
                await using var transaction = await connection.BeginTransactionAsync();
                await Write(connection, batch, now.AddMinutes(-20 * random.NextDouble()));
                await transaction.CommitAsync();
            }
        }));
    }

    private static async Task Write(NpgsqlConnection connection, List<Row> rows, DateTimeOffset stored)
    {
        var first = Interlocked.Add(ref seq, rows.Count) - rows.Count;
        await using (var ids = await connection.BeginBinaryImportAsync("COPY xapi_ids (id, stored, seq) FROM STDIN BINARY"))
        {
            foreach (var (index, row) in rows.Index())
            {
                await ids.StartRowAsync();
                await ids.WriteAsync(row.Id, NpgsqlDbType.Uuid);
                await ids.WriteAsync(stored, NpgsqlDbType.TimestampTz);
                await ids.WriteAsync(first + index, NpgsqlDbType.Bigint);
            }

            await ids.CompleteAsync();
        }

        await using (var statements = await connection.BeginBinaryImportAsync("COPY xapi_statements (stored, seq, id, unit_path, dated, body) FROM STDIN BINARY"))
        {
            foreach (var (index, row) in rows.Index())
            {
                await statements.StartRowAsync();
                await statements.WriteAsync(stored, NpgsqlDbType.TimestampTz);
                await statements.WriteAsync(first + index, NpgsqlDbType.Bigint);
                await statements.WriteAsync(row.Id, NpgsqlDbType.Uuid);
                await statements.WriteAsync("G/copied/", NpgsqlDbType.Text);
                await statements.WriteAsync(true, NpgsqlDbType.Boolean);
                await statements.WriteAsync(row.Body, NpgsqlDbType.Text);
            }

            await statements.CompleteAsync();
        }

        await using var keys = await connection.BeginBinaryImportAsync("COPY xapi_keys (key, stored, seq) FROM STDIN BINARY");
        foreach (var (index, row) in rows.Index())
        {
            foreach (var key in row.Keys)
            {
                await keys.StartRowAsync();
                await keys.WriteAsync(key, NpgsqlDbType.Bigint);
                await keys.WriteAsync(stored, NpgsqlDbType.TimestampTz);
                await keys.WriteAsync(first + index, NpgsqlDbType.Bigint);
            }
        }

        await keys.CompleteAsync();
    }

    /// <summary>A row as the service would write it.</summary>
    private sealed record Row(Guid Id, string Body, long[] Keys)
    {
        internal static Row Make(Random random)
        {
            var (learner, lesson) = (random.Next(Statements.Learners), random.Next(Statements.Lessons));
            var id = Guid.CreateVersion7();
            var body = Statements.One(random)[..^1];
            return new(id, body,
            [
                Key('v', "http://adlnet.gov/expapi/verbs/" + Verbs[random.Next(2)]), Key('a', $"account\nhttps://issuer.test\np{learner:D6}"),
                Key('A', "account\nhttps://issuer.test\nsubsidiary"), Key('i', Statements.Activity(lesson)), Key('I', $"https://forest.example/courses/{lesson % 50}"),
                Key('I', $"https://forest.example/programmes/{lesson % 7}"), Key('r', id.ToString()),
            ]);
        }

        private static long Key(char kind, string identifier) => System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(
            System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(kind + identifier)));
    }
}
