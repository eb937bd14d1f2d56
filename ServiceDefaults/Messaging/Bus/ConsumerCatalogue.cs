using System.Reflection;
using Ronghe.Contracts;
using Ronghe.ServiceDefaults.Messaging.Inbox;

namespace Ronghe.ServiceDefaults.Messaging.Bus;

/// <summary>Finds a service's consumers: those of its own assembly, and of the shared ones those that its subscriptions name.</summary>
internal static class ConsumerCatalogue
{
    internal static IReadOnlyList<Type> Of<TDb>(string service, IReadOnlyList<Subscription> subscriptions) =>
    [
        .. typeof(TDb).Assembly.GetTypes().Where(type => !type.ContainsGenericParameters && IsConsumerOf(type, typeof(TDb))).Select(MustBePublic),
        .. Shared<TDb>(service, subscriptions),
    ];

    // A consumer written once for all services is generic over the context: KeepPersonWhenPersonJoined<TDb>.
    private static IEnumerable<Type> Shared<TDb>(string service, IReadOnlyList<Subscription> subscriptions) =>
        from type in typeof(ConsumerCatalogue).Assembly.GetTypes()
        where type.IsGenericTypeDefinition && type.GetGenericArguments().Length == 1 && BaseOf(type) is not null
        let name = QueueTopology.ConsumerNameOf(type)
        where subscriptions.Any(subscription => subscription.Service == service && subscription.Consumer == name)
        select MustBePublic(type).MakeGenericType(typeof(TDb));

    private static bool IsConsumerOf(Type type, Type context) => BaseOf(type) is { } found && found.GetGenericArguments()[1] == context;

    private static Type? BaseOf(Type type)
    {
        if (type.IsAbstract) return null;
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (current.IsGenericType && current.GetGenericTypeDefinition() == typeof(InboxConsumer<,>)) return current;
        }

        return null;
    }

    private static Type MustBePublic(Type type) => type.IsVisible
        ? type
        : throw new InvalidOperationException($"{type.FullName} must be public: MassTransit leaves out consumers that are not, without a word.");
}
