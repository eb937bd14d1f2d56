using Xunit;
using Ronghe.Testing;

namespace Ronghe.Platform.Tests.Shape;

public sealed class References
{
    private static readonly string[] Services =
        ["Gateway", "Identity", "Learning", "Assessment", "Welfare", "PowerItems", "Situation", "Portal"];

    [Fact]
    public void Services_reference_only_Contracts_and_ServiceDefaults()
    {
        string[] projects = [.. Services.Select(service => $"services/{service}/{service}.csproj"), "Contracts/Contracts.csproj", "ServiceDefaults/ServiceDefaults.csproj"];
        Assert.Empty(projects.SelectMany(path => ReferenceRules.Broken(path, File.ReadAllText(Path.Combine(Checkout.Root, path)))));
    }

    [Fact]
    public void Bad_examples_are_rejected()
    {
        const string toWelfare = """<Project><ItemGroup><ProjectReference Include="../Welfare/Welfare.csproj" /></ItemGroup></Project>""";
        Assert.Single(ReferenceRules.Broken("services/Learning/Learning.csproj", toWelfare));
        Assert.Single(ReferenceRules.Broken("Contracts/Contracts.csproj", """<Project><ItemGroup><PackageReference Include="X" /></ItemGroup></Project>"""));
        Assert.Single(ReferenceRules.Broken("ServiceDefaults/ServiceDefaults.csproj", toWelfare));
    }
}
