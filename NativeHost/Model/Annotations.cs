using Aspire.Hosting.ApplicationModel;

namespace Ronghe.NativeHost.Model;

internal sealed record Waiting(IResource For, WaitEnd Until, int ExitCode = 0) : IResourceAnnotation;

internal enum WaitEnd { Healthy, Started, Completed }

internal sealed record EnvironmentCallback(Func<EnvironmentCallbackContext, Task> Callback) : IResourceAnnotation;

internal sealed record Arguments(IReadOnlyList<object> Values) : IResourceAnnotation;

internal sealed record Replicas(int Count) : IResourceAnnotation;

internal sealed record HealthPath(string? Path, int Status, string? EndpointName) : IResourceAnnotation;

internal sealed record OtlpExporter : IResourceAnnotation;

internal sealed record ProjectFile(string Path) : IResourceAnnotation;

internal sealed record WantedPort(int Port, string? EndpointName = null) : IResourceAnnotation;

internal sealed record UrlChange(string EndpointName, Action<ResourceUrlAnnotation> Change) : IResourceAnnotation;

/// <summary>How a server is reached; the engine sets the text when it has started the server.</summary>
internal sealed class Connection : IResourceAnnotation
{
    internal string? Text { get; set; }

    internal static ValueTask<string?> Of(IResource resource) => ValueTask.FromResult<string?>(resource.Find<Connection>()?.Text
        ?? throw new InvalidOperationException($"{resource.Name} has not been started: something that uses it does not wait for it."));
}

/// <summary>Where a resource listens: one port a replica, no proxy between.</summary>
internal sealed class Endpoint(string name, string scheme, int? wanted, string? environment) : IResourceAnnotation
{
    internal string Name { get; } = name;
    internal string Scheme { get; } = scheme;
    internal int? Wanted { get; } = wanted;

    /// <summary>The variable that tells the process its port; such an endpoint is left out of ASPNETCORE_URLS.</summary>
    internal string? Environment { get; } = environment;
    internal bool IsExternal { get; set; }
    internal IReadOnlyList<int> Ports { get; set; } = [];

    internal string Url(int replica = 0) => Ports.Count > replica
        ? $"{Scheme}://localhost:{Ports[replica]}"
        : throw new InvalidOperationException($"The endpoint {Name} has no address yet.");
}

internal static class Annotated
{
    internal static IResourceBuilder<T> With<T>(this IResourceBuilder<T> builder, IResourceAnnotation annotation) where T : IResource
    {
        builder.Resource.Annotations.Add(annotation);
        return builder;
    }

    internal static T? Find<T>(this IResource resource) where T : IResourceAnnotation => resource.Annotations.OfType<T>().LastOrDefault();

    internal static IEnumerable<T> All<T>(this IResource resource) where T : IResourceAnnotation => resource.Annotations.OfType<T>();

    internal static Endpoint? Endpoint(this IResource resource, string name)
        => resource.All<Endpoint>().FirstOrDefault(endpoint => string.Equals(endpoint.Name, name, StringComparison.OrdinalIgnoreCase));
}
