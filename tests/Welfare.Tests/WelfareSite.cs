using Ronghe.Welfare;
using Ronghe.Testing;

[assembly: AssemblyFixture(typeof(Servers))]

namespace Ronghe.Welfare.Tests;

[CollectionDefinition(nameof(WelfareSite))]
public sealed class UsesWelfareSite : ICollectionFixture<WelfareSite>;

public sealed class WelfareSite(Servers servers) : ServiceSite<WelfareDb>(servers, "welfaredb");
