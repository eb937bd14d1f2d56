using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using Ronghe.Contracts;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Messaging.Failures;
using Ronghe.ServiceDefaults.Messaging.Inbox;
using Ronghe.ServiceDefaults.Messaging.Outbox;

namespace Ronghe.ServiceDefaults.Messaging;

/// <summary>Connects a service to the others.</summary>
public static class MessagingExtensions
{
    private const int Prefetch = 64;

    private static readonly TimeSpan[] RetryAfter =
        [TimeSpan.Zero, TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)];

    /// <summary>
    /// The bus on <c>ConnectionStrings:messaging</c>, the relay of the service's outbox, its inbox, and every
    /// <see cref="InboxConsumer{TMessage, TDb}"/> of the context's assembly on a quorum queue of its own. A message that fails five
    /// retries within about four seconds goes to <c>{queue}_error</c> and from there to <c>failed_messages</c>, where operations see it.
    /// </summary>
    /// <param name="builder">The service.</param>
    /// <param name="service">Prefix of the queues, such as <c>power-items</c>.</param>
    /// <param name="subscriptions">Who listens to what; <see cref="Subscriptions.All"/> when null.</param>
    /// <param name="segment">Segment of the service's public paths, under which operations see its failures; the service's name when null.</param>
    public static IHostApplicationBuilder AddMessaging<TDb>(
        this IHostApplicationBuilder builder, string service, IReadOnlyList<Subscription>? subscriptions = null, string? segment = null)
        where TDb : ServiceDb
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(service);
        var broker = new Uri(builder.Configuration.GetConnectionString("messaging")
            ?? throw new InvalidOperationException("ConnectionStrings:messaging is not set."));
        AddOutbox<TDb>(builder.Services, service, broker, subscriptions ?? Subscriptions.All);
        AddInbox<TDb>(builder.Services);
        AddFailures<TDb>(builder.Services, service, segment ?? service, broker, subscriptions ?? Subscriptions.All);
        AddBus(builder.Services, service, broker, Bus.ConsumerCatalogue.Of<TDb>(service, subscriptions ?? Subscriptions.All));
        return builder;
    }

    private static void AddOutbox<TDb>(IServiceCollection services, string service, Uri broker, IReadOnlyList<Subscription> subscriptions)
        where TDb : ServiceDb
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<OutboxSignals>();
        services.TryAddSingleton<MessagingFigures>();
        services.AddSingleton(_ => new OutboxPublisher(Connections(broker, $"{service} outbox"), subscriptions));
        services.AddSingleton(provider => new OutboxPokes(service, provider));
        services.AddHostedService<OutboxRelay<TDb>>();
        services.AddOptions<DatabaseTasks<TDb>>().Configure(tasks => tasks.BeforeGrants.Add(async (database, ct) =>
        {
            // The relay takes what is due first, past any number of messages that are not.
            await using var index = database.Owner.CreateCommand("CREATE INDEX IF NOT EXISTS ix_outbox_due ON outbox (due_at, seq)");
            await index.ExecuteNonQueryAsync(ct);
        }));
    }

    private static ConnectionFactory Connections(Uri broker, string name) => new()
    {
        Uri = broker,
        ClientProvidedName = name,
        AutomaticRecoveryEnabled = false,
        RequestedHeartbeat = TimeSpan.FromSeconds(10),
        RequestedConnectionTimeout = TimeSpan.FromSeconds(5),
    };

    private static void AddFailures<TDb>(IServiceCollection services, string service, string segment, Uri broker, IReadOnlyList<Subscription> subscriptions)
        where TDb : ServiceDb
    {
        services.AddOptions<DatabaseTasks<TDb>>().Configure(tasks => tasks.BeforeGrants.Add((database, ct) => FailureTables.EnsureAsync(database.Owner, ct)));
        services.AddSingleton(new FailureEndpoints(segment));
        services.AddSingleton(provider => new FailedMessages(
            provider.GetRequiredService<ServiceDatabase<TDb>>().App,
            () => provider.GetRequiredService<ServiceDatabase<TDb>>().IsReady,
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new ErrorQueues(
            service,
            Connections(broker, $"{service} failures"),
            subscriptions,
            provider.GetRequiredService<FailedMessages>(),
            provider.GetRequiredService<MessagingFigures>(),
            provider.GetRequiredService<ServiceDatabase<TDb>>().WaitUntilReady,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ErrorQueues>>()));
        services.AddSingleton<Settlement>();
        services.AddHostedService(provider => provider.GetRequiredService<ErrorQueues>());
    }

    private static void AddInbox<TDb>(IServiceCollection services)
        where TDb : ServiceDb
    {
        services.AddSingleton(provider => new Inbox<TDb>(
            provider.GetRequiredService<ServiceDatabase<TDb>>(),
            provider.GetRequiredService<UnitOfWorkFactory<TDb>>(),
            provider.GetRequiredService<MessagingFigures>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IHostApplicationLifetime>(),
            provider.GetRequiredService<ILogger<Inbox<TDb>>>()));
        services.AddOptions<DatabaseTasks<TDb>>().Configure<TimeProvider>((tasks, clock) =>
        {
            tasks.BeforeGrants.Add((database, ct) => InboxPartitions.EnsureAsync(database.Owner, clock, dropOld: false, ct));
            tasks.Hourly.Add((database, ct) => InboxPartitions.EnsureAsync(database.Owner, clock, dropOld: true, ct));
        });
    }

    private static void AddBus(IServiceCollection services, string service, Uri broker, IReadOnlyList<Type> consumers)
    {
        // Kestrel must listen although the broker is away, and the service then is degraded, not down.
        services.Configure<MassTransitHostOptions>(host =>
        {
            host.WaitUntilStarted = false;
            host.StopTimeout = TimeSpan.FromSeconds(15);
            host.ConsumerStopTimeout = TimeSpan.FromSeconds(10);
        });
        services.AddMassTransit(bus =>
        {
            bus.SetEndpointNameFormatter(new KebabCaseEndpointNameFormatter(service, false));
            bus.ConfigureHealthCheckOptions(health => health.MinimalFailureStatus = HealthStatus.Degraded);
            foreach (var consumer in consumers) bus.AddConsumer(consumer);
            bus.UsingRabbitMq((context, rabbit) =>
            {
                rabbit.Host(broker, host =>
                {
                    host.Heartbeat(TimeSpan.FromSeconds(10));
                    host.ConnectionName($"{service} bus");
                });
                rabbit.SendTopology.ConfigureErrorSettings = PlainQueue;
                rabbit.SendTopology.ConfigureDeadLetterSettings = PlainQueue;
                foreach (var consumer in consumers) ConfigureQueue(rabbit, context, service, consumer);
            });
        });
    }

    private static void ConfigureQueue(IRabbitMqBusFactoryConfigurator rabbit, IBusRegistrationContext context, string service, Type consumer)
    {
        var queue = Bus.QueueTopology.QueueOf(service, Bus.QueueTopology.ConsumerNameOf(consumer));
        rabbit.ReceiveEndpoint(queue, endpoint =>
        {
            endpoint.PrefetchCount = Prefetch;
            endpoint.PublishFaults = false; // Nobody listens; the error queue has them.
            foreach (var (key, value) in Bus.QueueTopology.ArgumentsOf(queue)) endpoint.SetQueueArgument(key, value);
            endpoint.UseMessageRetry(retry => retry.Intervals(RetryAfter));
            endpoint.ConfigureConsumer(context, consumer);
        });
    }

    // MassTransit gives the error queue all arguments of its queue: it would dead-letter into itself.
    private static void PlainQueue(IRabbitMqQueueBindingConfigurator queue)
    {
        foreach (var key in Bus.QueueTopology.ArgumentsOf("").Keys.Except(Bus.QueueTopology.ErrorQueueArguments.Keys))
        {
            queue.SetQueueArgument(key, null);
        }
    }
}
