using System.Globalization;
using System.Text;
using Npgsql;

namespace Ronghe.ServiceDefaults.Messaging.Inbox;

/// <summary>
/// The inbox tables. A row lies in the partition of the day inside its message's id, so that a message that comes again, however
/// late, meets the row of its first time.
/// </summary>
internal static class InboxPartitions
{
    private const string Tables = """
        CREATE TABLE IF NOT EXISTS inbox (
            message_id uuid NOT NULL,
            consumer text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (message_id, consumer)) PARTITION BY RANGE (message_id);
        CREATE TABLE IF NOT EXISTS inbox_refused (
            message_id uuid,
            consumer text NOT NULL,
            type text NOT NULL,
            body jsonb NOT NULL,
            reason text NOT NULL,
            refused_at timestamptz NOT NULL,
            UNIQUE NULLS NOT DISTINCT (message_id, consumer));

        """;

    /// <summary>Creates tables and coming partitions that are missing. Safe to run at any time: inserts go on meanwhile.</summary>
    /// <param name="admin">Connections of the tables' owner.</param>
    /// <param name="clock">Tells today.</param>
    /// <param name="dropOld">Also drops the days that nobody may ask for any more; gives up after waiting two seconds for inserts.</param>
    internal static async Task EnsureAsync(NpgsqlDataSource admin, TimeProvider clock, bool dropOld, CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var first = today.AddDays(-MessageAge.KeptDays - 1);
        await using var connection = await admin.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await Execute(connection, "SET LOCAL lock_timeout = '2s'; SELECT pg_advisory_xact_lock(8749172)", ct);
        await Execute(connection, Tables, ct);

        var existing = await PartitionsOf(connection, ct);
        var sql = new StringBuilder();
        for (var day = first; day <= today.AddDays(MessageAge.DaysAhead); day = day.AddDays(1))
        {
            if (!existing.Contains(NameOf(day))) sql.AppendLine(Create(day));
        }

        foreach (var old in existing.Where(name => dropOld && string.CompareOrdinal(name, NameOf(first)) < 0)) sql.Append("DROP TABLE ").Append(old).AppendLine(";");
        if (sql.Length > 0) await Execute(connection, sql.ToString(), ct);
        await transaction.CommitAsync(ct);
    }

    // Attaching takes a weaker lock on the inbox than CREATE TABLE … PARTITION OF does.
    private static string Create(DateOnly day) => $"""
        CREATE TABLE {NameOf(day)} (LIKE inbox INCLUDING DEFAULTS);
        ALTER TABLE inbox ATTACH PARTITION {NameOf(day)} FOR VALUES FROM ('{FirstIdOf(day)}') TO ('{FirstIdOf(day.AddDays(1))}');
        """;

    private static string NameOf(DateOnly day) => "inbox_" + day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static Guid FirstIdOf(DateOnly day) => MessageAge.FirstIdOf(new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero));

    private static async Task<HashSet<string>> PartitionsOf(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid WHERE inhparent = 'inbox'::regclass", connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var names = new HashSet<string>();
        while (await rows.ReadAsync(ct)) names.Add(rows.GetString(0));
        return names;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
