using System.Reflection;

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
    };

    internal static Assembly Load(string project) =>
        Assembly.LoadFrom(Path.Combine(BuildOutput.Of(project), project + ".dll"));

    /// <summary>Classes that derive from a generic base of this name, at any depth.</summary>
    internal static IEnumerable<Type> DerivedFrom(IEnumerable<Type> types, string genericBase) => types.Where(type => !type.IsAbstract && Bases(type).Any(b => b.Name == genericBase));

    internal static Type? BaseOf(Type type, string genericBase) => Bases(type).FirstOrDefault(b => b.Name == genericBase);

    private static IEnumerable<Type> Bases(Type type)
    {
        for (var b = type.BaseType; b is not null; b = b.BaseType) yield return b;
    }
}
