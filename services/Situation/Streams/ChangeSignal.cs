using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using StackExchange.Redis;

namespace Ronghe.Situation.Streams;

/// <summary>
/// Wakes the pump when counts were committed: here by a signal, in other replicas by a Redis message that may be lost. The pump
/// asks PostgreSQL in any case.
/// </summary>
internal sealed class ChangeSignal(IServiceProvider services) : DbTransactionInterceptor, IDisposable
{
    private static readonly RedisChannel Channel = RedisChannel.Literal("situation:changed");

    private readonly SemaphoreSlim signal = new(0);
    private readonly IConnectionMultiplexer? redis = services.GetService<IConnectionMultiplexer>();

    public void Dispose() => signal.Dispose();

    internal void Wake()
    {
        if (signal.CurrentCount == 0) signal.Release();
    }

    internal Task<bool> WaitAsync(TimeSpan timeout, CancellationToken ct) => signal.WaitAsync(timeout, ct);

    internal async Task SubscribeToOtherReplicas()
    {
        if (redis is not null) await redis.GetSubscriber().SubscribeAsync(Channel, (_, _) => Wake());
    }

    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        TransactionCommitted(transaction, eventData);
        return Task.CompletedTask;
    }

    public override void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData)
    {
        if (eventData.Context is not SituationDb { CountsChanged: true } db) return;
        db.CountsChanged = false;
        Wake();
        if (redis is { IsConnected: true }) redis.GetSubscriber().Publish(Channel, RedisValue.EmptyString, CommandFlags.FireAndForget);
    }
}
