using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.ServiceDefaults.Idempotency;

/// <summary>
/// Runs a slice at most once for a key. The lock is taken, never waited for: a second request with the same key while the first
/// still runs is told to come back. What was answered is stored in the same transaction as the effect, refusals too, 5xx never.
/// </summary>
internal static class IdempotentRequest
{
    private const string LockSql = "SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0))";
    private const string FindSql =
        "SELECT request_hash, status, content_type, location, body FROM stored_answers WHERE caller = $1 AND route = $2 AND key = $3";
    private const string SaveSql = """
        INSERT INTO stored_answers (caller, route, key, request_hash, status, content_type, location, body)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """;

    internal static async Task<object?> Run(HttpContext http, ServiceDb db, UnitScope scope, IdempotencyKey key, Func<Task<object?>> slice)
    {
        var ct = http.RequestAborted;
        var hash = await IdempotencyKey.HashBody(http.Request, ct);
        var (locked, answer) = await Enter(db, scope, key, ct);
        if (!locked)
        {
            http.Response.Headers.RetryAfter = "1";
            return new Refusal("request-in-progress", "同一请求正在处理，请稍后再试。", "The same request is being worked on. Retry in a moment.").ToProblem();
        }

        if (answer is not null) return Replay(http, answer, hash);

        var result = await slice();
        var captured = await CapturedAnswer.Of(http, result);
        if (captured.Status >= 500) return captured;
        await using var batch = UnitOfWork.CreateBatch(db);
        if (captured.Status >= 400) batch.BatchCommands.Add(new("ROLLBACK TO SAVEPOINT before_slice"));
        batch.BatchCommands.Add(SaveCommand(key, hash, captured));
        await batch.ExecuteNonQueryAsync(CancellationToken.None);
        await db.Database.CurrentTransaction!.CommitAsync(CancellationToken.None);
        return captured;
    }

    private static async Task<(bool Locked, StoredAnswer? Answer)> Enter(ServiceDb db, UnitScope scope, IdempotencyKey key, CancellationToken ct)
    {
        await using var batch = UnitOfWork.CreateBatch(db);
        batch.BatchCommands.Add(UnitOfWork.EnterScopeCommand(scope));
        batch.BatchCommands.Add(new(LockSql) { Parameters = { new() { Value = $"{key.Caller}\n{key.Route}\n{key.Key}" } } });
        batch.BatchCommands.Add(new(FindSql) { Parameters = { new() { Value = key.Caller }, new() { Value = key.Route }, new() { Value = key.Key } } });
        batch.BatchCommands.Add(new("SAVEPOINT before_slice"));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        await reader.ReadAsync(ct);
        var locked = reader.GetBoolean(0);
        await reader.NextResultAsync(ct);
        return (locked, await reader.ReadAsync(ct) ? Read(reader, key) : null);
    }

    private static StoredAnswer Read(NpgsqlDataReader reader, IdempotencyKey key) => new()
    {
        Caller = key.Caller,
        Route = key.Route,
        Key = key.Key,
        RequestHash = (byte[])reader[0],
        Status = reader.GetInt32(1),
        ContentType = reader.IsDBNull(2) ? null : reader.GetString(2),
        Location = reader.IsDBNull(3) ? null : reader.GetString(3),
        Body = (byte[])reader[4],
        CreatedAt = default,
    };

    private static object Replay(HttpContext http, StoredAnswer answer, byte[] hash)
    {
        if (!answer.RequestHash.AsSpan().SequenceEqual(hash))
        {
            return new Refusal("idempotency-key-reused", "这个 Idempotency-Key 已用于内容不同的请求，请换一个。",
                "This Idempotency-Key was used for a request with another body. Use a new one.", StatusCodes.Status422UnprocessableEntity).ToProblem();
        }

        http.Response.Headers["Idempotent-Replayed"] = "true";
        return new CapturedAnswer(answer.Status, answer.ContentType, answer.Location, answer.Body);
    }

    private static NpgsqlBatchCommand SaveCommand(IdempotencyKey key, byte[] hash, CapturedAnswer answer) => new(SaveSql)
    {
        Parameters =
        {
            new() { Value = key.Caller }, new() { Value = key.Route }, new() { Value = key.Key }, new() { Value = hash },
            new() { Value = answer.Status }, Text(answer.ContentType), Text(answer.Location), new() { Value = answer.Body },
        },
    };

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text };
}
