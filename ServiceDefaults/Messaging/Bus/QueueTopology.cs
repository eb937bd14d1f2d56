using MassTransit;
using RabbitMQ.Client;

namespace Ronghe.ServiceDefaults.Messaging.Bus;

/// <summary>
/// How queues and exchanges are named and declared. Publisher and consumer both declare from here, because RabbitMQ refuses a
/// second declaration with other arguments.
/// </summary>
internal static class QueueTopology
{
    /// <summary>Deliveries after which the broker moves a message to the error queue: a message that kills its consumer stops there.</summary>
    private const int DeliveryLimit = 20;

    private static readonly KebabCaseEndpointNameFormatter Kebab = new(false);

    internal static IReadOnlyDictionary<string, object?> ErrorQueueArguments { get; } =
        new Dictionary<string, object?> { ["x-queue-type"] = "quorum" };

    /// <summary><c>{service}-{consumer in kebab-case}</c>; a generic consumer goes by its bare name.</summary>
    internal static string QueueOf(string service, string consumer) => $"{service}-{Kebab.SanitizeName(consumer)}";

    internal static string ConsumerNameOf(Type consumer) => consumer.Name.Split('`')[0];

    internal static string ErrorQueueOf(string queue) => queue + "_error";

    /// <summary>MassTransit's exchange of a contract: <c>Namespace:Name</c>.</summary>
    internal static string ExchangeOf(string contract)
    {
        var dot = contract.LastIndexOf('.');
        return dot < 0
            ? throw new InvalidOperationException($"{contract} has no namespace; MassTransit refuses such a message.")
            : $"{contract[..dot]}:{contract[(dot + 1)..]}";
    }

    /// <summary>
    /// Quorum queues drop what exceeds the delivery limit unless there is a dead-letter target. At-least-once dead-lettering asks
    /// for reject-publish; without a maximum length it rejects nothing.
    /// </summary>
    internal static IReadOnlyDictionary<string, object?> ArgumentsOf(string queue) => new Dictionary<string, object?>
    {
        ["x-queue-type"] = "quorum",
        ["x-delivery-limit"] = DeliveryLimit,
        ["x-dead-letter-exchange"] = ErrorQueueOf(queue),
        ["x-dead-letter-strategy"] = "at-least-once",
        ["x-overflow"] = "reject-publish",
    };

    /// <summary>Declares the exchange of a contract and, bound to it, the queues of all who listen, with their error queues.</summary>
    internal static async Task Declare(IChannel channel, string contract, IEnumerable<string> queues, CancellationToken ct)
    {
        var exchange = ExchangeOf(contract);
        await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true, cancellationToken: ct);
        foreach (var queue in queues)
        {
            // The error queue comes first: a dead-letter exchange that is missing loses the message.
            await DeclareQueue(channel, ErrorQueueOf(queue), ErrorQueueArguments, ct);
            await DeclareQueue(channel, queue, ArgumentsOf(queue), ct);
            await channel.ExchangeBindAsync(destination: queue, source: exchange, routingKey: "", cancellationToken: ct);
        }
    }

    private static async Task DeclareQueue(IChannel channel, string name, IReadOnlyDictionary<string, object?> arguments, CancellationToken ct)
    {
        await channel.ExchangeDeclareAsync(name, ExchangeType.Fanout, durable: true, cancellationToken: ct);
        await channel.QueueDeclareAsync(name, durable: true, exclusive: false, autoDelete: false, arguments.ToDictionary(), cancellationToken: ct);
        await channel.QueueBindAsync(name, name, routingKey: "", cancellationToken: ct);
    }
}
