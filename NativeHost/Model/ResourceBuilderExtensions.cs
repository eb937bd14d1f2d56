using Aspire.Hosting.ApplicationModel;
using Ronghe.NativeHost.Model;

namespace Aspire.Hosting;

/// <summary>What can be said about every kind of resource.</summary>
public static partial class ResourceBuilderExtensions
{
    /// <summary>Starts only when the other is healthy.</summary>
    public static IResourceBuilder<T> WaitFor<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency) where T : IResourceWithWaitSupport
        => builder.With(new Waiting(dependency.Resource, WaitEnd.Healthy));

    /// <summary>Starts only when the other has been started.</summary>
    public static IResourceBuilder<T> WaitForStart<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency) where T : IResourceWithWaitSupport
        => builder.With(new Waiting(dependency.Resource, WaitEnd.Started));

    /// <summary>Starts only when the other has ended with this exit code.</summary>
    public static IResourceBuilder<T> WaitForCompletion<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency, int exitCode = 0) where T : IResourceWithWaitSupport
        => builder.With(new Waiting(dependency.Resource, WaitEnd.Completed, exitCode));

    /// <summary>Healthy is who answers this path with this status; default <c>/</c> and 200.</summary>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null) where T : IResourceWithEndpoints
        => builder.With(new HealthPath(path, statusCode ?? 200, endpointName));

    /// <summary>Listens for HTTP. The port is taken when it is free; <paramref name="env"/> names a variable that tells the process its port.</summary>
    public static IResourceBuilder<T> WithHttpEndpoint<T>(this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? name = null, string? env = null, bool isProxied = true) where T : IResourceWithEndpoints
    {
        name ??= "http";
        if (builder.Resource.Endpoint(name) is not null) throw new InvalidOperationException($"{builder.Resource.Name} has an endpoint {name} already.");
        return builder.With(new Endpoint(name, "http", targetPort ?? port, env));
    }

    /// <summary>Its HTTP endpoints are for the outside.</summary>
    public static IResourceBuilder<T> WithExternalHttpEndpoints<T>(this IResourceBuilder<T> builder) where T : IResourceWithEndpoints
    {
        foreach (var endpoint in builder.Resource.All<Endpoint>()) endpoint.IsExternal = true;
        return builder;
    }

    /// <summary>The endpoint of this name.</summary>
    public static EndpointReference GetEndpoint<T>(this IResourceBuilder<T> builder, string name) where T : IResourceWithEndpoints => new(builder.Resource, name);

    /// <summary>Changes the link that is shown for the endpoint.</summary>
    public static IResourceBuilder<T> WithUrlForEndpoint<T>(this IResourceBuilder<T> builder, string endpointName, Action<ResourceUrlAnnotation> callback) where T : IResource
        => builder.With(new UrlChange(endpointName, callback));

    /// <summary>More arguments.</summary>
    public static IResourceBuilder<T> WithArgs<T>(this IResourceBuilder<T> builder, params string[] args) where T : IResourceWithArgs => builder.With(new Arguments(args));

    /// <summary>Gives the process the connection string as <c>ConnectionStrings__name</c>.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithConnectionString> source,
        string? connectionName = null, bool optional = false) where TDestination : IResourceWithEnvironment
        => builder.WithEnvironment(async context => context.EnvironmentVariables[$"ConnectionStrings__{connectionName ?? source.Resource.Name}"] =
            await source.Resource.GetConnectionStringAsync() ?? "");

    /// <summary>Gives the process the addresses of all endpoints as <c>services__name__endpoint__0</c>, one number a replica.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment
        => builder.WithEnvironment(context =>
        {
            foreach (var endpoint in source.Resource.All<Endpoint>()) context.Refer(source.Resource, endpoint);
        });

    /// <summary>Gives the process the addresses of one endpoint.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, EndpointReference endpointReference)
        where TDestination : IResourceWithEnvironment
        => builder.WithEnvironment(context => context.Refer(endpointReference.Resource, endpointReference.Endpoint));

    private static void Refer(this EnvironmentCallbackContext context, IResource resource, Endpoint endpoint)
    {
        for (var replica = 0; replica < endpoint.Ports.Count; replica++)
            context.EnvironmentVariables[$"services__{resource.Name}__{endpoint.Name}__{replica}"] = endpoint.Url(replica);
        var prefix = resource.Name.Replace('-', '_').ToUpperInvariant();
        context.EnvironmentVariables[$"{prefix}_{endpoint.Name.ToUpperInvariant()}"] = endpoint.Url();
    }
}
