using Ronghe.Situation;
using Ronghe.Testing;

[assembly: AssemblyFixture(typeof(Servers))]

namespace Ronghe.Situation.Tests;

[CollectionDefinition(nameof(SituationSite))]
public sealed class UsesSituationSite : ICollectionFixture<SituationSite>;

public sealed class SituationSite(Servers servers) : ServiceSite<SituationDb>(servers, "situationdb")
{
    internal Task<ServiceHost<SituationDb>> StartReplica() => ServiceHost<SituationDb>.StartReplicaAsync(Host);
}
