using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Ronghe.Learning.Exams;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Learning.Attempts;

internal sealed record NewAttempt(Attempt Attempt, Guid? AudienceId);

/// <summary>The person's latest attempt after the start was tried; null when they are not in the exam's audience.</summary>
internal sealed record StartedAttempt(Guid Id, int Number, string State, DateTimeOffset StartedAt, DateTimeOffset EndsAt, IReadOnlyList<PaperQuestion> Paper);

internal sealed record NewAnswer(Guid AttemptId, Guid PersonId, int Number, string Given, int Revision, DateTimeOffset Now);

/// <summary>What stands after the answer was tried. State is null when the person has no such attempt or the paper no such question.</summary>
internal sealed record KeptAnswer(string? State, DateTimeOffset EndsAt, int Revision, string Given, DateTimeOffset SavedAt);

/// <summary>The two writes that everybody sends at once, each settled for many people by one statement in one durable commit.</summary>
internal sealed class AttemptWrites : IDisposable
{
    private readonly ServiceDatabase<LearningDb> database;
    private readonly Combined<NewAttempt, StartedAttempt?> starts;
    private readonly Combined<NewAnswer, KeptAnswer> answers;

    public AttemptWrites(ServiceDatabase<LearningDb> database)
    {
        this.database = database;
        starts = new(SettleStarts);
        answers = new(SettleAnswers);
    }

    internal Task<StartedAttempt?> Start(NewAttempt attempt, CancellationToken ct) => starts.Do(attempt, ct);

    internal Task<KeptAnswer> Save(NewAnswer answer, CancellationToken ct) => answers.Do(answer, ct);

    public void Dispose()
    {
        starts.Dispose();
        answers.Dispose();
    }

    private async Task<IReadOnlyList<StartedAttempt?>> SettleStarts(IReadOnlyList<NewAttempt> items)
    {
        await using var connection = await database.App.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var batch = new NpgsqlBatch(connection, transaction) { Timeout = 15 };
        var attempts = items.Select(item => item.Attempt).ToList();
        batch.BatchCommands.Add(AttemptSql.EnterScope());
        batch.BatchCommands.Add(new(AttemptSql.InsertStarts)
        {
            Parameters =
            {
                Array(attempts, row => row.Id), Array(attempts, row => row.ExamId), Array(attempts, row => row.PersonId), Array(attempts, row => row.UnitPath),
                Array(attempts, row => row.Number), Json(attempts, row => JsonSerializer.Serialize(row.Paper, ServiceDb.Json)),
                Array(attempts, row => row.StartedAt), Array(attempts, row => row.EndsAt),
                new() { Value = items.Select(item => item.AudienceId).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid },
            },
        });
        batch.BatchCommands.Add(new(AttemptSql.ReadLatest) { Parameters = { Array(attempts, row => row.ExamId), Array(attempts, row => row.PersonId) } });
        var found = new Dictionary<(Guid, Guid), StartedAttempt>();
        await using (var reader = await batch.ExecuteReaderAsync())
        {
            await reader.NextResultAsync(); // first the scope; the insert has no rows
            while (await reader.ReadAsync())
            {
                found[(reader.GetGuid(0), reader.GetGuid(1))] = new(reader.GetGuid(2), reader.GetInt32(3), reader.GetString(4),
                    reader.GetFieldValue<DateTimeOffset>(5), reader.GetFieldValue<DateTimeOffset>(6),
                    JsonSerializer.Deserialize<List<PaperQuestion>>(reader.GetString(7), ServiceDb.Json)!);
            }
        }

        await transaction.CommitAsync();
        return [.. attempts.Select(row => found.GetValueOrDefault((row.ExamId, row.PersonId)))];
    }

    private async Task<IReadOnlyList<KeptAnswer>> SettleAnswers(IReadOnlyList<NewAnswer> items)
    {
        // One statement cannot touch a row twice: of answers to the same question only the newest is written.
        var written = items.GroupBy(item => (item.AttemptId, item.Number)).Select(same => same.MaxBy(item => item.Revision)!)
            .OrderBy(item => item.AttemptId).ToList();
        await using var connection = await database.App.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var batch = new NpgsqlBatch(connection, transaction) { Timeout = 15 };
        batch.BatchCommands.Add(AttemptSql.EnterScope());
        batch.BatchCommands.Add(new(AttemptSql.SaveAnswers)
        {
            Parameters =
            {
                Array(written, item => item.AttemptId), Array(written, item => item.PersonId), Array(written, item => item.Number),
                Array(written, item => item.Given), Array(written, item => item.Revision), Array(written, item => item.Now),
            },
        });
        batch.BatchCommands.Add(new(AttemptSql.ReadAnswers)
        {
            Parameters = { Array(items, item => item.AttemptId), Array(items, item => item.PersonId), Array(items, item => item.Number) },
        });
        var kept = new KeptAnswer[items.Count];
        await using (var reader = await batch.ExecuteReaderAsync())
        {
            await reader.NextResultAsync();
            while (await reader.ReadAsync())
            {
                kept[reader.GetInt64(0) - 1] = reader.IsDBNull(1)
                    ? new(null, default, 0, "", default)
                    : new(reader.GetString(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetInt32(3), reader.GetString(4), reader.GetFieldValue<DateTimeOffset>(5));
            }
        }

        await transaction.CommitAsync();
        return kept;
    }

    private static NpgsqlParameter Array<TItem, TValue>(IEnumerable<TItem> items, Func<TItem, TValue> value) => new() { Value = items.Select(value).ToArray() };

    private static NpgsqlParameter Json<TItem>(IEnumerable<TItem> items, Func<TItem, string> value) =>
        new() { Value = items.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb };
}
