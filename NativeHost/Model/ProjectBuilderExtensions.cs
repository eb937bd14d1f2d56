using Aspire.Hosting.ApplicationModel;
using Ronghe.NativeHost.Model;

namespace Aspire.Hosting;

/// <summary>.NET projects.</summary>
public static class ProjectResourceBuilderExtensions
{
    /// <summary>A project by its file, relative to the AppHost's folder. It must be built: this engine starts what the build made.</summary>
    public static IResourceBuilder<ProjectResource> AddProject(this IDistributedApplicationBuilder builder, string name, string projectPath)
        => builder.AddResource(new ProjectResource(name)).With(new ProjectFile(Path.GetFullPath(projectPath, builder.AppHostDirectory)));

    /// <summary>How many processes of it run; default 1. Each has its own ports, and whoever refers to it gets all of them.</summary>
    public static IResourceBuilder<ProjectResource> WithReplicas(this IResourceBuilder<ProjectResource> builder, int replicas) => builder.With(new Replicas(replicas));
}

/// <summary>Other programs.</summary>
public static class ExecutableResourceBuilderExtensions
{
    /// <summary>A program; the folder is relative to the AppHost's.</summary>
    public static IResourceBuilder<ExecutableResource> AddExecutable(this IDistributedApplicationBuilder builder, string name, string command, string workingDirectory, params string[]? args)
        => builder.AddResource(new ExecutableResource(name, command, Path.GetFullPath(workingDirectory, builder.AppHostDirectory))).With(new Arguments(args ?? []));
}

/// <summary>Parameters.</summary>
public static class ParameterResourceBuilderExtensions
{
    /// <summary>A value that the configuration must name: <c>Parameters:name</c>.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, bool secret = false)
        => builder.Parameter(name, secret, _ => throw new InvalidOperationException($"The parameter {name} has no value: set Parameters__{name}."));

    /// <summary>A value; the configuration does not overrule it.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, string value, bool publishValueAsDefault = false, bool secret = false)
        => builder.AddResource(new ParameterResource(name, _ => value, secret));

    /// <summary>A value that the configuration may overrule; <paramref name="persist"/> keeps a generated one for the next runs.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, ParameterDefault value, bool secret = false, bool persist = false)
    {
        var parameter = builder.Parameter(name, secret, standard => persist
            ? DistributedApplication.StoreOf(builder).GetOrAdd(name, standard!.GetDefaultValue)
            : standard!.GetDefaultValue());
        parameter.Resource.Default = value;
        return parameter;
    }

    internal static IResourceBuilder<ParameterResource> Parameter(this IDistributedApplicationBuilder builder, string name, bool secret, Func<ParameterDefault?, string> otherwise)
        => builder.AddResource(new ParameterResource(name, standard => builder.Configuration[$"Parameters:{name}"] ?? otherwise(standard), secret));

    internal static ParameterResource Password(this IDistributedApplicationBuilder builder, string server)
        => builder.AddParameter($"{server}-password", new GenerateParameterDefault { MinLength = 24, Special = false }, secret: true, persist: true).Resource;

    internal static IResourceBuilder<T> AddServer<T>(this IDistributedApplicationBuilder builder, T server, int? port) where T : IResource
    {
        var added = builder.AddResource(server).With(new Connection());
        return port is { } wanted ? added.With(new WantedPort(wanted)) : added;
    }
}
