using Ronghe.Contracts;
using Ronghe.Contracts.PowerItems;
using Xunit;

namespace Ronghe.Platform.Tests.Shape;

public sealed class Consumers
{
    public static TheoryData<string, string> Services() =>
        new(ServiceAssemblies.Projects.Select(service => (service.Key, service.Value)));

    [Theory]
    [MemberData(nameof(Services))]
    public void Are_public_and_listed(string service, string project)
    {
        var types = ServiceAssemblies.Load(project).GetTypes();
        Assert.Empty(ConsumerRules.NotPublic(types));
        Assert.Empty(ConsumerRules.NotListed(service, types, Subscriptions.All));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Requests_are_public_or_validation_skips_them(string service, string project) =>
        Assert.Empty(ServiceAssemblies.Load(project).GetTypes()
            .Where(type => type.Name.EndsWith("Request", StringComparison.Ordinal) && !type.IsVisible).Select(type => $"{service}: {type.Name}"));

    [Fact]
    public void Bad_examples_are_rejected()
    {
        Type[] types = [typeof(InternalConsumer)];
        Assert.Single(ConsumerRules.NotPublic(types));
        Assert.Single(ConsumerRules.NotListed("welfare", types, []));
        Assert.Single(ConsumerRules.NotListed("welfare", [], [new(typeof(CaseClosed), "welfare", "Missing")]));
    }

    internal abstract class InboxConsumer<TMessage, TDb>;

    internal sealed class InternalConsumer : InboxConsumer<CaseClosed, object>;
}
