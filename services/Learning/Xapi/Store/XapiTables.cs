using System.Globalization;
using Npgsql;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Learning.Xapi.Store;

/// <summary>
/// The tables of the record store. Statements and their keys lie in partitions of a month; the partitions are in a schema that
/// the service's role may not enter, so that all its access goes through the parents and their rights.
/// </summary>
internal static class XapiTables
{
    private static readonly string[] Partitioned = ["statements", "keys"];

    private const string Tables = """
        CREATE SCHEMA IF NOT EXISTS xapi;
        CREATE SEQUENCE IF NOT EXISTS xapi_seq AS bigint CACHE 100;
        CREATE TABLE IF NOT EXISTS xapi_ids (
            id uuid PRIMARY KEY,
            stored timestamptz NOT NULL,
            seq bigint NOT NULL);
        CREATE TABLE IF NOT EXISTS xapi_statements (
            stored timestamptz NOT NULL,
            seq bigint NOT NULL,
            id uuid NOT NULL,
            unit_path text NOT NULL,
            dated boolean NOT NULL,
            body text COMPRESSION lz4 NOT NULL,
            PRIMARY KEY (stored, seq)) PARTITION BY RANGE (stored);
        CREATE TABLE IF NOT EXISTS xapi_keys (
            key bigint NOT NULL,
            stored timestamptz NOT NULL,
            seq bigint NOT NULL,
            PRIMARY KEY (key, stored, seq)) PARTITION BY RANGE (stored);
        CREATE TABLE IF NOT EXISTS xapi_references (
            target uuid NOT NULL,
            stored timestamptz NOT NULL,
            seq bigint NOT NULL,
            PRIMARY KEY (target, stored, seq));
        CREATE TABLE IF NOT EXISTS xapi_voided (
            id uuid NOT NULL,
            unit_path text NOT NULL,
            voided_by uuid NOT NULL,
            PRIMARY KEY (id, voided_by));
        CREATE TABLE IF NOT EXISTS xapi_activities (
            iri text PRIMARY KEY,
            definition jsonb NOT NULL);
        CREATE TABLE IF NOT EXISTS xapi_attachments (
            sha2 text PRIMARY KEY,
            content_type text NOT NULL,
            bytes bytea NOT NULL);
        """;

    /// <summary>Creates what is missing: the tables, and the partitions from last month to the one after next.</summary>
    internal static async Task Ensure(NpgsqlDataSource owner, TimeProvider clock, CancellationToken ct)
    {
        await using var connection = await owner.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await Execute(connection, "SET LOCAL lock_timeout = '5s'; SELECT pg_advisory_xact_lock(8749173)", ct);
        await Execute(connection, Tables, ct);
        var now = clock.GetUtcNow();
        var month = new DateOnly(now.Year, now.Month, 1);
        for (var ahead = -1; ahead <= 2; ahead++) await Execute(connection, Partition(month.AddMonths(ahead)), ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Creates the partitions of one month unless they are there.</summary>
    internal static string Partition(DateOnly month) => string.Join('\n', Partitioned.Select(table => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        CREATE TABLE IF NOT EXISTS xapi.{table}_{month:yyyyMM} PARTITION OF xapi_{table}
            FOR VALUES FROM ('{month:yyyy-MM-dd} 00:00:00+00') TO ('{month.AddMonths(1):yyyy-MM-dd} 00:00:00+00');
        """)));

    internal static void Add(DatabaseTasks<LearningDb> tasks, TimeProvider clock)
    {
        tasks.BeforeGrants.Add((database, ct) => Ensure(database.Owner, clock, ct));
        tasks.Hourly.Add((database, ct) => Ensure(database.Owner, clock, ct));
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
