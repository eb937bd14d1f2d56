using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Ronghe.Testing;

/// <summary>
/// The test's own place on a virtual host: tells events as another service would, twice or out of order if it likes, and hears
/// those that the service under test publishes.
/// </summary>
public sealed class Wire : IAsyncDisposable
{
    private const string ContentType = "application/vnd.masstransit+json";
    private readonly IConnection connection;
    private readonly IChannel channel;
    private readonly ConcurrentDictionary<Type, ConcurrentQueue<object>> heard = new();

    private Wire(IConnection connection, IChannel channel) => (this.connection, this.channel) = (connection, channel);

    /// <summary>Connects to the virtual host of this connection string.</summary>
    public static async Task<Wire> ConnectAsync(string virtualHost)
    {
        var connection = await new ConnectionFactory { Uri = new Uri(virtualHost) }.CreateConnectionAsync();
        return new Wire(connection, await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)));
    }

    /// <summary>Tells an event; fails when nobody listens. The same <paramref name="messageId"/> again is the same message again.</summary>
    public async Task Tell(object message, Guid? messageId = null)
    {
        ArgumentNullException.ThrowIfNull(message);
        var type = message.GetType();
        var id = messageId ?? Guid.CreateVersion7();
        var envelope = new JsonObject
        {
            ["messageId"] = id,
            ["messageType"] = new JsonArray($"urn:message:{type.Namespace}:{type.Name}"),
            ["message"] = JsonSerializer.SerializeToNode(message, type, JsonSerializerOptions.Web),
        };
        var properties = new BasicProperties { ContentType = ContentType, MessageId = id.ToString() };
        await channel.BasicPublishAsync(ExchangeOf(type), "", mandatory: true, properties, JsonSerializer.SerializeToUtf8Bytes(envelope));
    }

    /// <summary>Starts to keep events of this type; a second call changes nothing.</summary>
    public async Task Listen<T>()
    {
        var queue = new ConcurrentQueue<object>();
        if (!heard.TryAdd(typeof(T), queue)) return;
        await channel.ExchangeDeclareAsync(ExchangeOf(typeof(T)), "fanout", durable: true, autoDelete: false);
        var own = await channel.QueueDeclareAsync();
        await channel.QueueBindAsync(own.QueueName, ExchangeOf(typeof(T)), "");
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            queue.Enqueue(JsonNode.Parse(delivery.Body.Span)!["message"].Deserialize<T>(JsonSerializerOptions.Web)!);
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(own.QueueName, autoAck: true, consumer);
    }

    /// <summary>What was heard since <see cref="Listen{T}"/>, in order.</summary>
    public IReadOnlyList<T> Heard<T>() => [.. heard[typeof(T)].Cast<T>()];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
    }

    private static string ExchangeOf(Type type) => $"{type.Namespace}:{type.Name}";
}
