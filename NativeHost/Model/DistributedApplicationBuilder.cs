using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Ronghe.NativeHost.Engine;

namespace Aspire.Hosting;

/// <summary>Gathers the resources of the platform.</summary>
public interface IDistributedApplicationBuilder
{
    /// <summary>Settings from the environment and the command line; <c>Parameters:name</c> overrules a parameter's default.</summary>
    ConfigurationManager Configuration { get; }

    /// <summary>The folder of the AppHost's project; relative paths start here.</summary>
    string AppHostDirectory { get; }

    /// <summary>Running or publishing.</summary>
    DistributedApplicationExecutionContext ExecutionContext { get; }

    /// <summary>The resources so far.</summary>
    IResourceCollection Resources { get; }

    /// <summary>Adds a resource; its name must be new.</summary>
    IResourceBuilder<T> AddResource<T>(T resource) where T : IResource;

    /// <summary>The platform, ready to run.</summary>
    DistributedApplication Build();
}

/// <summary>Settings of the builder.</summary>
public sealed class DistributedApplicationOptions
{
    /// <summary>The command line.</summary>
    public string[]? Args { get; set; }
}

/// <summary>What the AppHost is doing: this engine only ever runs.</summary>
public class DistributedApplicationExecutionContext
{
    internal DistributedApplicationExecutionContext() { }

    /// <summary>Always true.</summary>
    public bool IsRunMode { get; } = true;

    /// <summary>Always false.</summary>
    public bool IsPublishMode { get; }
}

/// <summary>The platform, made from its AppHost.</summary>
public class DistributedApplication
{
    private readonly IReadOnlyList<IResource> resources;
    private readonly HostOptions options;

    internal DistributedApplication(IReadOnlyList<IResource> resources, HostOptions options) => (this.resources, this.options) = (resources, options);

    /// <summary>A builder without a command line.</summary>
    public static IDistributedApplicationBuilder CreateBuilder() => CreateBuilder(Array.Empty<string>());

    /// <summary>A builder with the command line.</summary>
    public static IDistributedApplicationBuilder CreateBuilder(string[] args) => CreateBuilder(new DistributedApplicationOptions { Args = args });

    /// <summary>A builder with its settings.</summary>
    public static IDistributedApplicationBuilder CreateBuilder(DistributedApplicationOptions options) => new Builder(options.Args ?? []);

    /// <summary>Runs the platform until it is stopped.</summary>
    public void Run() => RunAsync().GetAwaiter().GetResult();

    /// <summary>Runs the platform until it is stopped; the process's exit code tells whether it came up.</summary>
    public async Task RunAsync(CancellationToken cancellationToken = default)
        => Environment.ExitCode = await Commands.RunAsync(resources, options, cancellationToken);

    private sealed class Builder : IDistributedApplicationBuilder
    {
        private readonly HostOptions options;

        internal Builder(string[] args)
        {
            options = HostOptions.Parse(args);
            Configuration.AddEnvironmentVariables();
            Configuration["DataFolder"] = options.In(AppHostDirectory).Data;
        }

        public ConfigurationManager Configuration { get; } = new();
        public DistributedApplicationExecutionContext ExecutionContext { get; } = new();
        public IResourceCollection Resources { get; } = new Collection();
        public string AppHostDirectory { get; } = Assembly.GetEntryAssembly()?.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(data => data.Key.Equals("AppHostProjectPath", StringComparison.OrdinalIgnoreCase))?.Value ?? Environment.CurrentDirectory;

        public IResourceBuilder<T> AddResource<T>(T resource) where T : IResource
        {
            if (Resources.Any(other => string.Equals(other.Name, resource.Name, StringComparison.OrdinalIgnoreCase)))
                throw new InvalidOperationException($"There is a resource named {resource.Name} already.");
            Resources.Add(resource);
            return new ResourceBuilder<T>(this, resource);
        }

        public DistributedApplication Build() => new([.. Resources], options.In(AppHostDirectory));

        internal ParameterStore Store => new(options.In(AppHostDirectory).Data);
    }

    private sealed class Collection : List<IResource>, IResourceCollection;

    internal static ParameterStore StoreOf(IDistributedApplicationBuilder builder) => ((Builder)builder).Store;
}

internal sealed record ResourceBuilder<T>(IDistributedApplicationBuilder ApplicationBuilder, T Resource) : IResourceBuilder<T> where T : IResource;
