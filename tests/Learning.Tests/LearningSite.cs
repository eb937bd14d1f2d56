using Ronghe.Learning;
using Ronghe.Testing;

[assembly: AssemblyFixture(typeof(Servers))]

namespace Ronghe.Learning.Tests;

[CollectionDefinition(nameof(LearningSite))]
public sealed class UsesLearningSite : ICollectionFixture<LearningSite>;

public sealed class LearningSite(Servers servers) : ServiceSite<LearningDb>(servers, "learningdb");
