using Ronghe.Contracts;

namespace Ronghe.Platform.Tests.Shape;

/// <summary>A consumer that is not public is skipped silently, and one that is not in the list loses events before its first start.</summary>
internal static class ConsumerRules
{
    internal const string ConsumerBase = "InboxConsumer`2";

    internal static IEnumerable<string> NotPublic(IEnumerable<Type> types) =>
        ServiceAssemblies.DerivedFrom(types, ConsumerBase).Where(type => !type.IsPublic).Select(type => $"{type.FullName} is not public");

    internal static IEnumerable<string> NotListed(string service, IEnumerable<Type> types, IReadOnlyList<Subscription> list)
    {
        var actual = ServiceAssemblies.DerivedFrom(types, ConsumerBase)
            .Select(type => (Event: ServiceAssemblies.BaseOf(type, ConsumerBase)!.GetGenericArguments()[0].FullName!, type.Name)).ToHashSet();
        var listed = list.Where(subscription => subscription.Service == service && !IsDirectoryCopy(subscription))
            .Select(subscription => (Event: subscription.Event.FullName!, Name: subscription.Consumer)).ToHashSet();
        return actual.Except(listed).Select(consumer => $"{service}: {consumer.Name} is not in Subscriptions")
            .Concat(listed.Except(actual).Select(consumer => $"{service}: {consumer.Name} is in Subscriptions and does not exist"));
    }

    // The copy's consumers live in ServiceDefaults and are the same for every service.
    private static bool IsDirectoryCopy(Subscription subscription) =>
        subscription.Consumer.StartsWith("KeepPersonWhen", StringComparison.Ordinal) || subscription.Consumer.StartsWith("KeepUnitWhen", StringComparison.Ordinal);
}
