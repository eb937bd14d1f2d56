using Xunit;
using Ronghe.Testing;

namespace Ronghe.Platform.Tests.Shape;

public sealed class References
{
    private static readonly string[] Services =
        ["Gateway", "Identity", "Learning", "Assessment", "Welfare", "PowerItems", "Situation", "Webhooks", "Portal"];

    [Fact]
    public void Services_reference_only_Contracts_and_ServiceDefaults()
    {
        string[] projects = [.. Services.Select(service => $"services/{service}/{service}.csproj"), "Contracts/Contracts.csproj", "ServiceDefaults/ServiceDefaults.csproj"];
        Assert.Empty(projects.SelectMany(path => ReferenceRules.Broken(path, File.ReadAllText(Path.Combine(Checkout.Root, path)))));
    }

    [Fact]
    public void Every_project_is_in_the_solution_or_it_is_neither_built_nor_tested()
    {
        var solution = File.ReadAllText(Path.Combine(Checkout.Root, "Platform.sln")).Replace('\\', '/');
        string[] folders = ["AppHost", "NativeHost", "ServiceDefaults", "Contracts", "services", "tests", "bench", "tools"];
        var projects = folders.Select(folder => Path.Combine(Checkout.Root, folder)).Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Checkout.Root, path)).ToList();
        Assert.Contains("tests/Platform.Tests/Platform.Tests.csproj", projects);
        Assert.DoesNotContain(projects, project => !solution.Contains($"\"{project}\"", StringComparison.Ordinal));
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
