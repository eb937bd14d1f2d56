using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Messaging.Bus;

namespace Ronghe.ServiceDefaults.Messaging.Inbox;

/// <summary>
/// Where a service's messages arrive. Messages of one consumer that come together share a transaction; when it fails, each is
/// tried alone, so that a bad message cannot harm its neighbours. While the database is away messages are held, not failed.
/// </summary>
public sealed class Inbox<TDb> : IDisposable
    where TDb : ServiceDb
{
    private readonly ConcurrentDictionary<Type, object> combiners = new();
    private readonly ServiceDatabase<TDb> database;
    private readonly UnitOfWorkFactory<TDb> work;
    private readonly MessagingFigures figures;
    private readonly TimeProvider clock;
    private readonly ILogger<Inbox<TDb>> log;
    private readonly CancellationToken stopping;

    internal Inbox(
        ServiceDatabase<TDb> database, UnitOfWorkFactory<TDb> work, MessagingFigures figures, TimeProvider clock,
        IHostApplicationLifetime lifetime, ILogger<Inbox<TDb>> log) =>
        (this.database, this.work, this.figures, this.clock, stopping, this.log) = (database, work, figures, clock, lifetime.ApplicationStopping, log);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var combiner in combiners.Values) ((IDisposable)combiner).Dispose();
    }

    internal async Task Receive<TMessage>(InboxConsumer<TMessage, TDb> consumer, ConsumeContext<TMessage> context)
        where TMessage : class
    {
        var name = QueueTopology.ConsumerNameOf(consumer.GetType());
        if (MessageAge.ReasonToRefuse(context.MessageId, clock.GetUtcNow()) is { } reason)
        {
            await Refuse(name, context, reason);
            return;
        }

        var arrival = new Arrival<TMessage>(
            context.MessageId!.Value, context.Message, (messages, db, ct) => consumer.ApplyArrived(messages, (TDb)db, ct), Activity.Current);
        if (context.GetRetryAttempt() > 0)
        {
            await Settle(name, [arrival]); // It failed before: alone, so that it costs no neighbour a second attempt.
        }
        else
        {
            CombinerOf<TMessage>(consumer.GetType(), name).Add(arrival);
        }

        await arrival.Done;
    }

    private Combiner<Arrival<TMessage>> CombinerOf<TMessage>(Type consumer, string name) =>
        (Combiner<Arrival<TMessage>>)combiners.GetOrAdd(consumer, _ => new Combiner<Arrival<TMessage>>(batch => Settle(name, batch)));

    private async Task Settle<TMessage>(string consumer, IReadOnlyList<Arrival<TMessage>> batch)
    {
        var failure = await TryApply(consumer, batch);
        if (failure is OperationCanceledException && stopping.IsCancellationRequested)
        {
            return; // Unacknowledged: the broker delivers it again. Failing it would send it to the error queue.
        }

        if (failure is null)
        {
            foreach (var arrival in batch) arrival.Succeed();
        }
        else if (batch.Count == 1)
        {
            batch[0].Fail(failure);
        }
        else
        {
            log.LogWarning(failure, "{Count} messages of {Consumer} failed together and are tried one by one", batch.Count, consumer);
            foreach (var arrival in batch) await Settle(consumer, [arrival]);
        }
    }

    private async Task<Exception?> TryApply<TMessage>(string consumer, IReadOnlyList<Arrival<TMessage>> batch)
    {
        while (true)
        {
            try
            {
                Activity.Current = batch[0].Activity;
                await ApplyInOneTransaction(consumer, batch);
                return null;
            }
            catch (Exception exception)
            {
                try
                {
                    if (!DatabaseAway.Is(exception) || !await WasAway(exception)) return exception;
                }
                catch (OperationCanceledException stopped)
                {
                    return stopped;
                }
            }
        }
    }

    private async Task ApplyInOneTransaction<TMessage>(string consumer, IReadOnlyList<Arrival<TMessage>> batch)
    {
        await using var unit = await work.BeginAsync(UnitScope.Everything, stopping);
        var added = await AddToInbox(consumer, batch.Select(arrival => arrival.MessageId), unit.Db);
        var fresh = batch.Where(arrival => added.Remove(arrival.MessageId)).ToList();
        if (fresh.Count > 0)
        {
            await fresh[0].Apply(new(fresh), unit.Db, stopping);
            await unit.Db.SaveChangesAsync(stopping);
        }

        await unit.CommitAsync(CancellationToken.None);
        figures.Applied(consumer, fresh.Count, batch.Count - fresh.Count);
        var now = clock.GetUtcNow();
        foreach (var arrival in fresh) figures.Aged(consumer, now - MessageAge.MomentOf(arrival.MessageId));
    }

    private async Task<HashSet<Guid>> AddToInbox(string consumer, IEnumerable<Guid> messageIds, TDb db)
    {
        await using var batch = UnitOfWork.CreateBatch(db);
        batch.BatchCommands.Add(new("INSERT INTO inbox (message_id, consumer) SELECT unnest($1), $2 ON CONFLICT DO NOTHING RETURNING message_id")
        {
            // In one order everywhere: two replicas that get the same messages wait for each other instead of deadlocking.
            Parameters = { new() { Value = messageIds.Order().ToArray() }, new() { Value = consumer } },
        });
        var added = new HashSet<Guid>();
        await using var rows = await batch.ExecuteReaderAsync(stopping);
        while (await rows.ReadAsync(stopping)) added.Add(rows.GetGuid(0));
        return added;
    }

    // A statement that timed out is not a database that is away: ask it.
    private async Task<bool> WasAway(Exception cause)
    {
        for (var pause = TimeSpan.FromMilliseconds(100); ; pause = pause * 2 < TimeSpan.FromSeconds(5) ? pause * 2 : pause)
        {
            try
            {
                await using var question = database.App.CreateCommand("SELECT 1");
                await question.ExecuteScalarAsync(stopping);
                return pause > TimeSpan.FromMilliseconds(100);
            }
            catch (Exception exception) when (DatabaseAway.Is(exception))
            {
                log.LogWarning("The database is away, messages are held: {Reason}", cause.Message);
                await Task.Delay(pause, clock, stopping);
            }
        }
    }

    private async Task Refuse<TMessage>(string consumer, ConsumeContext<TMessage> context, string reason)
        where TMessage : class
    {
        log.LogError("Message {MessageId} is not applied by {Consumer}: {Reason} It is listed in inbox_refused.", context.MessageId, consumer, reason);
        await using var command = database.App.CreateCommand("""
            INSERT INTO inbox_refused (message_id, consumer, type, body, reason, refused_at) VALUES ($1, $2, $3, $4::jsonb, $5, $6)
            ON CONFLICT DO NOTHING
            """);
        command.Parameters.AddRange(new NpgsqlParameter[]
        {
            new() { Value = (object?)context.MessageId ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid },
            new() { Value = consumer },
            new() { Value = typeof(TMessage).FullName! },
            new() { Value = JsonSerializer.Serialize(context.Message, ServiceDb.Json) },
            new() { Value = reason },
            new() { Value = clock.GetUtcNow() },
        });
        await database.WaitUntilReady(context.CancellationToken);
        await command.ExecuteNonQueryAsync(context.CancellationToken);
        figures.Refused(consumer);
    }
}
