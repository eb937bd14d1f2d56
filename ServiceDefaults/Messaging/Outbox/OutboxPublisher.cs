using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using OpenTelemetry;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Ronghe.Contracts;
using Ronghe.ServiceDefaults.Messaging.Bus;

namespace Ronghe.ServiceDefaults.Messaging.Outbox;

/// <summary>A row of the outbox on its way to the broker.</summary>
internal readonly record struct Departure(Guid MessageId, string Contract, string Body, string? TraceParent, DateTimeOffset CreatedAt);

/// <summary>
/// Brings messages to the broker, in MassTransit's envelope, and returns when the broker has confirmed them. Declares who listens
/// to a contract before the first message of that contract on a connection.
/// </summary>
internal sealed class OutboxPublisher(ConnectionFactory factory, IReadOnlyList<Subscription> subscriptions) : IAsyncDisposable
{
    private const string ContentType = "application/vnd.masstransit+json";

    private readonly ILookup<string, string> queues = subscriptions.ToLookup(
        subscription => subscription.Event.FullName!,
        subscription => QueueTopology.QueueOf(subscription.Service, subscription.Consumer));

    private readonly HashSet<string> declared = [];
    private IConnection? connection;
    private IChannel? channel;

    internal bool IsOpen => channel is { IsOpen: true } && connection is { IsOpen: true };

    internal async Task Open(CancellationToken ct)
    {
        await Close();
        connection = await factory.CreateConnectionAsync(ct);
        channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null), ct);
    }

    /// <summary>Sends in order, all at once, and awaits every confirm.</summary>
    internal async Task Publish(IReadOnlyList<Departure> departures, CancellationToken ct)
    {
        foreach (var contract in departures.Select(departure => departure.Contract).Where(contract => !declared.Contains(contract)).ToHashSet())
        {
            await QueueTopology.Declare(channel!, contract, queues[contract], ct);
            declared.Add(contract);
        }

        try
        {
            await Task.WhenAll(departures.Select(departure => Publish(departure, ct)).ToList());
        }
        catch (PublishException exception) when (exception.IsReturn)
        {
            declared.Clear(); // Somebody removed a queue: declare it again before the next attempt.
            throw;
        }
    }

    public async ValueTask DisposeAsync() => await Close();

    private async Task Publish(Departure departure, CancellationToken ct)
    {
        var exchange = QueueTopology.ExchangeOf(departure.Contract);
        ActivityContext.TryParse(departure.TraceParent, null, isRemote: true, out var parent);
        using var traced = SuppressInstrumentationScope.Begin(false); // Unlike the relay's own statements, sending belongs to a trace.
        using var activity = StartActivity(exchange, parent);
        var traceParent = activity?.Id ?? departure.TraceParent;
        var properties = new BasicProperties
        {
            MessageId = departure.MessageId.ToString(),
            ContentType = ContentType,
            DeliveryMode = DeliveryModes.Persistent,
            Headers = new Dictionary<string, object?> { ["Content-Type"] = ContentType },
        };
        if (traceParent is not null)
        {
            properties.Headers["traceparent"] = traceParent;
            properties.Headers["MT-Activity-Id"] = traceParent;
        }

        // With subscribers, a message that reaches no queue comes back as an error.
        await channel!.BasicPublishAsync(exchange, routingKey: "", mandatory: queues.Contains(departure.Contract), properties, Envelope(departure, exchange), ct);
    }

    private static Activity? StartActivity(string exchange, ActivityContext parent)
    {
        if (parent == default) return null;
        var activity = MessagingTelemetry.Source.StartActivity($"{exchange} publish", ActivityKind.Producer, parent);
        activity?.SetTag("messaging.system", "rabbitmq").SetTag("messaging.destination.name", exchange);
        return activity;
    }

    private static ReadOnlyMemory<byte> Envelope(Departure departure, string exchange)
    {
        var buffer = new ArrayBufferWriter<byte>(departure.Body.Length + 512);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("messageId", departure.MessageId);
        json.WriteString("conversationId", departure.MessageId);
        json.WriteStartArray("messageType");
        json.WriteStringValue($"urn:message:{exchange}");
        json.WriteEndArray();
        json.WritePropertyName("message");
        json.WriteRawValue(departure.Body, skipInputValidation: true);
        json.WriteString("sentTime", departure.CreatedAt.UtcDateTime);
        json.WriteStartObject("headers");
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private async Task Close()
    {
        declared.Clear();
        try
        {
            if (channel is not null) await channel.DisposeAsync();
            if (connection is not null) await connection.DisposeAsync();
        }
        catch (Exception exception) when (exception is RabbitMQClientException or IOException or ObjectDisposedException)
        {
        }

        (channel, connection) = (null, null);
    }
}
