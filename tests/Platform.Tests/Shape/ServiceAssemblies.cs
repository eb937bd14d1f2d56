using System.Reflection;
using System.Runtime.Loader;

namespace Ronghe.Platform.Tests.Shape;

/// <summary>The built services, by queue prefix.</summary>
internal static class ServiceAssemblies
{
    internal static IReadOnlyDictionary<string, string> Projects { get; } = new Dictionary<string, string>
    {
        ["identity"] = "Identity",
        ["learning"] = "Learning",
        ["assessment"] = "Assessment",
        ["welfare"] = "Welfare",
        ["power-items"] = "PowerItems",
        ["situation"] = "Situation",
        ["webhooks"] = "Webhooks",
    };

    /// <summary>Each service in a context of its own: it brings its own versions of packages.</summary>
    internal static Assembly Load(string project)
    {
        var path = Path.Combine(BuildOutput.Of(project), project + ".dll");
        return new ServiceContext(path).LoadFromAssemblyPath(path);
    }

    /// <summary>Classes that derive from a generic base of this name, at any depth.</summary>
    internal static IEnumerable<Type> DerivedFrom(IEnumerable<Type> types, string genericBase) => types.Where(type => !type.IsAbstract && Bases(type).Any(b => b.Name == genericBase));

    internal static Type? BaseOf(Type type, string genericBase) => Bases(type).FirstOrDefault(b => b.Name == genericBase);

    private sealed class ServiceContext(string path) : AssemblyLoadContext
    {
        private readonly AssemblyDependencyResolver dependencies = new(path);

        protected override Assembly? Load(AssemblyName assemblyName) =>
            dependencies.ResolveAssemblyToPath(assemblyName) is { } file ? LoadFromAssemblyPath(file) : null;
    }

    private static IEnumerable<Type> Bases(Type type)
    {
        for (var b = type.BaseType; b is not null; b = b.BaseType) yield return b;
    }
}
