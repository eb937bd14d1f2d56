using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace Ronghe.ServiceDefaults.Messaging.Failures;

/// <summary>A kept failure, as operations see it.</summary>
internal readonly record struct KeptFailure(FailedMessage Message, int Times, DateTimeOffset FailedAt);

/// <summary>Which messages of a queue are meant: those of these ids, or all.</summary>
/// <param name="Ids">Null for all.</param>
/// <param name="Until">Messages that failed later are not meant: a replayed one that fails again waits for the next decision.</param>
internal readonly record struct Choice(string Queue, Guid[]? Ids, DateTimeOffset Until);

/// <summary>What was taken off the error queues, in the service's own database.</summary>
internal sealed class FailedMessages(NpgsqlDataSource app, Func<bool> isReady, TimeProvider clock)
{
    private const string Columns = "queue, message_id, contract, body, content_type, headers, exception_type, exception_message, exception_stack, trace_parent, times, failed_at";

    internal bool IsReady => isReady();

    /// <summary>Keeps a failure; the same message again counts up.</summary>
    internal async Task Keep(FailedMessage failed, CancellationToken ct)
    {
        await using var command = app.CreateCommand($"""
            INSERT INTO failed_messages ({Columns}) VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9, $10, 1, $11)
            ON CONFLICT (queue, message_id) DO UPDATE SET headers = excluded.headers, exception_type = excluded.exception_type,
                exception_message = excluded.exception_message, exception_stack = excluded.exception_stack,
                times = failed_messages.times + 1, failed_at = excluded.failed_at
            """);
        command.Parameters.AddRange(new NpgsqlParameter[]
        {
            new() { Value = failed.Queue }, new() { Value = failed.MessageId }, new() { Value = failed.Contract }, new() { Value = failed.Body },
            Text(failed.ContentType), new() { Value = JsonSerializer.Serialize(failed.Headers) }, Text(failed.ExceptionType),
            Text(failed.ExceptionMessage), Text(failed.ExceptionStack), Text(failed.TraceParent), new() { Value = clock.GetUtcNow() },
        });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Kept failures by queue, with the oldest moment.</summary>
    internal async Task<IReadOnlyDictionary<string, (long Count, DateTimeOffset Oldest)>> Count(CancellationToken ct)
    {
        await using var command = app.CreateCommand("SELECT queue, count(*), min(failed_at) FROM failed_messages GROUP BY queue");
        await using var rows = await command.ExecuteReaderAsync(ct);
        var counts = new Dictionary<string, (long, DateTimeOffset)>();
        while (await rows.ReadAsync(ct)) counts[rows.GetString(0)] = (rows.GetInt64(1), rows.GetFieldValue<DateTimeOffset>(2));
        return counts;
    }

    /// <summary>The oldest failures of a queue after the given one, at most <paramref name="most"/>.</summary>
    internal async Task<IReadOnlyList<KeptFailure>> List(string queue, Guid? after, int most, CancellationToken ct)
    {
        await using var command = app.CreateCommand($"""
            SELECT {Columns} FROM failed_messages
            WHERE queue = $1 AND ($2::uuid IS NULL OR (failed_at, message_id) > (SELECT failed_at, message_id FROM failed_messages WHERE queue = $1 AND message_id = $2))
            ORDER BY failed_at, message_id LIMIT $3
            """);
        command.Parameters.AddRange(new NpgsqlParameter[]
        {
            new() { Value = queue }, new() { Value = (object?)after ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }, new() { Value = most },
        });
        return await Read(command, ct);
    }

    /// <summary>
    /// Takes up to 200 of the chosen messages off the table, records the act and, when <paramref name="send"/> returns, commits
    /// both; what it throws undoes both.
    /// </summary>
    internal async Task<IReadOnlyList<Guid>> Settle(Choice choice, string act, string actor, string? reason, Func<IReadOnlyList<FailedMessage>, Task> send, CancellationToken ct)
    {
        await using var connection = await app.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var take = new NpgsqlCommand($"""
            WITH chosen AS (
                SELECT queue, message_id FROM failed_messages
                WHERE queue = $1 AND ($2::uuid[] IS NULL OR message_id = ANY ($2)) AND failed_at <= $3
                ORDER BY failed_at, message_id LIMIT 200 FOR UPDATE SKIP LOCKED),
            gone AS (DELETE FROM failed_messages USING chosen
                WHERE failed_messages.queue = chosen.queue AND failed_messages.message_id = chosen.message_id RETURNING failed_messages.*)
            SELECT {Columns} FROM gone ORDER BY failed_at, message_id
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = choice.Queue }, new() { Value = (object?)choice.Ids ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid },
                new() { Value = choice.Until },
            },
        };
        var messages = (await Read(take, ct)).Select(kept => kept.Message).ToList();
        if (messages.Count == 0) return [];
        await Record(connection, transaction, messages, act, actor, reason, ct);
        await send(messages);
        await transaction.CommitAsync(CancellationToken.None);
        return [.. messages.Select(message => message.MessageId)];
    }

    /// <summary>The latest acts, at most <paramref name="most"/>.</summary>
    internal async Task<IReadOnlyList<MessageAct>> Acts(int most, CancellationToken ct)
    {
        await using var command = app.CreateCommand("SELECT act_id, act, queue, message_id, contract, reason, acted_by, acted_at FROM message_acts ORDER BY act_id DESC LIMIT $1");
        command.Parameters.Add(new() { Value = most });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var acts = new List<MessageAct>();
        while (await rows.ReadAsync(ct))
        {
            acts.Add(new(rows.GetGuid(0), rows.GetString(1), rows.GetString(2), rows.GetGuid(3), rows.GetString(4),
                rows.IsDBNull(5) ? null : rows.GetString(5), rows.GetString(6), rows.GetFieldValue<DateTimeOffset>(7)));
        }

        return acts;
    }

    private async Task Record(
        NpgsqlConnection connection, NpgsqlTransaction transaction, List<FailedMessage> messages, string act, string actor, string? reason, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var message in messages)
        {
            batch.BatchCommands.Add(new("INSERT INTO message_acts (act_id, act, queue, message_id, contract, body, reason, acted_by, acted_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
            {
                Parameters =
                {
                    new() { Value = Guid.CreateVersion7(clock.GetUtcNow()) }, new() { Value = act }, new() { Value = message.Queue }, new() { Value = message.MessageId },
                    new() { Value = message.Contract }, new() { Value = message.Body }, Text(reason), new() { Value = actor }, new() { Value = clock.GetUtcNow() },
                },
            });
        }

        await batch.ExecuteNonQueryAsync(ct);
    }

    private static async Task<List<KeptFailure>> Read(NpgsqlCommand command, CancellationToken ct)
    {
        var kept = new List<KeptFailure>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            string? At(int column) => rows.IsDBNull(column) ? null : rows.GetString(column);
            var message = new FailedMessage(
                rows.GetString(0), rows.GetGuid(1), rows.GetString(2), rows.GetFieldValue<byte[]>(3), At(4),
                JsonSerializer.Deserialize<Dictionary<string, string>>(rows.GetString(5))!, At(6), At(7), At(8), At(9));
            kept.Add(new(message, rows.GetInt32(10), rows.GetFieldValue<DateTimeOffset>(11)));
        }

        return kept;
    }

    private static NpgsqlParameter Text(string? value) =>
        new() { Value = (object?)value?.Replace("\0", "", StringComparison.Ordinal) ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}
