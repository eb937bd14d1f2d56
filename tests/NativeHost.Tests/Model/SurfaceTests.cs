using System.Reflection;
using Aspire.Hosting;

namespace Ronghe.NativeHost.Tests.Model;

/// <summary>
/// AppHost.cs must compile against Aspire too: what this engine offers in Aspire's namespaces is a part of what Aspire.Hosting
/// 13.1 offers there, under the same names and parameters. aspire-surface.txt lists that part as it stands in Aspire's API files.
/// </summary>
public sealed class SurfaceTests
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void The_engine_offers_what_Aspire_offers_and_nothing_else()
    {
        var listed = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Model", "aspire-surface.txt")).Where(line => line.Length > 0).Order(StringComparer.Ordinal);
        var offered = Offered(typeof(DistributedApplication).Assembly);
        File.WriteAllLines(Path.Combine(AppContext.BaseDirectory, "aspire-surface.actual.txt"), offered);
        Assert.Equal(listed, offered);
    }

    [Fact]
    public void A_member_that_Aspire_lacks_is_seen()
        => Assert.Contains("Aspire.Hosting.Foreign.Extra(Int32 number)", Offered(Assembly.GetExecutingAssembly()));

    private static List<string> Offered(Assembly assembly)
        => [.. assembly.GetExportedTypes().Where(type => type.Namespace is "Aspire.Hosting" or "Aspire.Hosting.ApplicationModel").SelectMany(Members).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Members(Type type)
    {
        yield return type.FullName!;
        foreach (var constructor in type.GetConstructors(Own)) yield return $"{type.FullName}{Parameters(constructor)}";
        foreach (var method in type.GetMethods(Own).Where(method => !method.IsSpecialName && !method.IsVirtual || type.IsInterface && !method.IsSpecialName)) yield return $"{type.FullName}.{method.Name}{Parameters(method)}";
        foreach (var property in type.GetProperties(Own)) yield return $"{type.FullName}.{property.Name}";
    }

    private static string Parameters(MethodBase method) => $"({string.Join(", ", method.GetParameters().Select(parameter => $"{Name(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? "=" : "")}"))})";

    private static string Name(Type type) => type.IsByRef ? $"in {Name(type.GetElementType()!)}"
        : type.IsGenericType ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.Name;
}
