using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Ronghe.Contracts;
using Ronghe.ServiceDefaults.Messaging.Bus;

namespace Ronghe.ServiceDefaults.Messaging.Failures;

/// <summary>A queue of this service, and the event that it brings.</summary>
internal sealed record OwnQueue(string Name, string Consumer, string Contract);

/// <summary>
/// Empties the service's error queues into its database, where failures can be paged, inspected and settled in one transaction
/// with the record of who did it; and reports how many messages wait in its queues. While the broker or the database is away
/// failures stay on the broker.
/// </summary>
internal sealed class ErrorQueues(
    string service,
    ConnectionFactory factory,
    IReadOnlyList<Subscription> subscriptions,
    FailedMessages failures,
    MessagingFigures figures,
    Func<CancellationToken, Task> databaseReady,
    TimeProvider clock,
    ILogger<ErrorQueues> log) : BackgroundService
{
    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    internal string Service => service;

    internal IReadOnlyList<OwnQueue> Own { get; } =
    [
        .. subscriptions.Where(subscription => subscription.Service == service).Select(subscription =>
            new OwnQueue(QueueTopology.QueueOf(service, subscription.Consumer), subscription.Consumer, subscription.Event.FullName!)),
    ];

    /// <summary>Sends messages back to the queue that they failed in and returns when the broker has confirmed each.</summary>
    internal async Task SendBack(IReadOnlyList<FailedMessage> messages, CancellationToken ct)
    {
        await using var connection = await factory.CreateConnectionAsync(ct);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), ct);
        await Task.WhenAll(messages.Select(message =>
            channel.BasicPublishAsync("", message.Queue, mandatory: true, message.ForReplay(), message.Body, ct).AsTask()).ToList());
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var quiet = SuppressInstrumentationScope.Begin();
        if (Own.Count == 0) return;
        await databaseReady(stoppingToken);
        for (var pause = TimeSpan.FromSeconds(1); !stoppingToken.IsCancellationRequested; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await using var connection = await factory.CreateConnectionAsync(stoppingToken);
                await using var channel = await connection.CreateChannelAsync(cancellationToken: stoppingToken);
                await Consume(channel, stoppingToken);
                pause = TimeSpan.FromSeconds(1);
                while (channel.IsOpen)
                {
                    await Count(channel, stoppingToken);
                    await Task.Delay(CountEvery, clock, stoppingToken);
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning("The error queues are looked after again in {Pause}: {Reason}", pause, exception.Message);
            }

            await Task.Delay(pause, clock, stoppingToken);
        }
    }

    private async Task Consume(IChannel channel, CancellationToken ct)
    {
        foreach (var queues in Own.GroupBy(queue => queue.Contract)) await QueueTopology.Declare(channel, queues.Key, queues.Select(queue => queue.Name), ct);
        await channel.BasicQosAsync(0, 20, global: false, ct);
        foreach (var queue in Own.Select(queue => queue.Name))
        {
            var consumer = new AsyncEventingBasicConsumer(channel);
            consumer.ReceivedAsync += async (_, delivery) =>
            {
                try
                {
                    await failures.Keep(FailedMessage.Of(queue, delivery), ct);
                    await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false, ct);
                }
                catch (Exception exception) when (!ct.IsCancellationRequested)
                {
                    // Closing gives it back to the broker; the loop comes again after a pause.
                    log.LogWarning("A failed message of {Queue} stays on the broker: {Reason}", queue, exception.Message);
                    await channel.CloseAsync(CancellationToken.None);
                }
            };
            await channel.BasicConsumeAsync(QueueTopology.ErrorQueueOf(queue), autoAck: false, consumer, ct);
        }
    }

    private async Task Count(IChannel channel, CancellationToken ct)
    {
        var kept = await failures.Count(ct);
        foreach (var queue in Own)
        {
            figures.WaitingIn(queue.Name, await channel.MessageCountAsync(queue.Name, ct));
            figures.FailedIn(queue.Name, kept.GetValueOrDefault(queue.Name).Count);
        }
    }
}
