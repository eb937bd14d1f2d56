using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Ronghe.ServiceDefaults.Messaging.Outbox;

/// <summary>
/// Replicas that do not relay tell the one that does, through Redis, that something was committed. May be lost: the relay looks
/// once a second all the same.
/// </summary>
internal sealed class OutboxPokes(string service, IServiceProvider services)
{
    private readonly RedisChannel channel = RedisChannel.Literal($"outbox:{service}");

    internal async Task Poke()
    {
        try
        {
            if (Redis is { IsConnected: true } redis)
            {
                await redis.GetSubscriber().PublishAsync(channel, RedisValue.EmptyString, CommandFlags.FireAndForget);
            }
        }
        catch (RedisException)
        {
        }
    }

    /// <summary>Calls <paramref name="poked"/> at every poke; false when Redis could not be reached.</summary>
    internal async Task<bool> Listen(Action poked)
    {
        if (Redis is not { } redis) return true;
        try
        {
            await redis.GetSubscriber().SubscribeAsync(channel, (_, _) => poked());
            return true;
        }
        catch (RedisException)
        {
            return false;
        }
    }

    private IConnectionMultiplexer? Redis => services.GetService<IConnectionMultiplexer>();
}
