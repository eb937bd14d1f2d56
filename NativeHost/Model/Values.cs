using System.Runtime.CompilerServices;
using System.Text;
using Ronghe.NativeHost.Model;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something whose value is known once the platform runs.</summary>
public interface IValueProvider
{
    /// <summary>The value.</summary>
    ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default);
}

/// <summary>Where a resource listens, by the endpoint's name.</summary>
public sealed class EndpointReference(IResourceWithEndpoints owner, string endpointName) : IValueProvider
{
    /// <summary>The resource that listens.</summary>
    public IResourceWithEndpoints Resource { get; } = owner;

    /// <summary>The endpoint's name.</summary>
    public string EndpointName { get; } = endpointName;

    /// <summary>Such as <c>http://localhost:8080</c>; of several replicas, the first.</summary>
    public string Url => Endpoint.Url();

    /// <summary>The port of the first replica.</summary>
    public int Port => new Uri(Url).Port;

    internal Endpoint Endpoint => Resource.Endpoint(EndpointName)
        ?? throw new InvalidOperationException($"{Resource.Name} has no endpoint {EndpointName}.");

    /// <inheritdoc/>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult<string?>(Url);
}

/// <summary>A text with values in it that are known once the platform runs.</summary>
public class ReferenceExpression : IValueProvider
{
    private readonly string format;
    private readonly IReadOnlyList<IValueProvider> values;

    private ReferenceExpression(string format, IReadOnlyList<IValueProvider> values) => (this.format, this.values) = (format, values);

    /// <summary>From an interpolated string.</summary>
    public static ReferenceExpression Create(in ExpressionInterpolatedStringHandler handler) => handler.Expression();

    /// <inheritdoc/>
    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken)
    {
        var known = new object?[values.Count];
        for (var i = 0; i < known.Length; i++) known[i] = await values[i].GetValueAsync(cancellationToken);
        return string.Format(null, format, known);
    }

    /// <summary>Gathers the parts of an interpolated string.</summary>
    [InterpolatedStringHandler]
    public ref struct ExpressionInterpolatedStringHandler(int literalLength, int formattedCount)
    {
        private readonly StringBuilder format = new(literalLength + formattedCount * 3);
        private readonly List<IValueProvider> values = new(formattedCount);

        /// <summary>A fixed part.</summary>
        public readonly void AppendLiteral(string value) => format.Append(Escape(value));

        /// <summary>A text that is known already.</summary>
        public readonly void AppendFormatted(string? value) => format.Append(Escape(value ?? ""));

        /// <summary>A value that is known later.</summary>
        public readonly void AppendFormatted<T>(T valueProvider) where T : IValueProvider
        {
            format.Append('{').Append(values.Count).Append('}');
            values.Add(valueProvider);
        }

        /// <summary>The value of a resource.</summary>
        public readonly void AppendFormatted<T>(IResourceBuilder<T> valueProvider) where T : IResource, IValueProvider => AppendFormatted(valueProvider.Resource);

        internal readonly ReferenceExpression Expression() => new(format.ToString(), values);

        private static string Escape(string text) => text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
    }
}

/// <summary>What an environment callback may change.</summary>
public class EnvironmentCallbackContext
{
    internal EnvironmentCallbackContext() { }

    /// <summary>Strings or values that are known later.</summary>
    public Dictionary<string, object> EnvironmentVariables { get; } = [];

    /// <summary>Running or publishing.</summary>
    public DistributedApplicationExecutionContext ExecutionContext { get; } = new();
}

/// <summary>A link that is shown for a resource.</summary>
public sealed class ResourceUrlAnnotation : IResourceAnnotation
{
    /// <summary>The address; a path is taken relative to the endpoint.</summary>
    public required string Url { get; set; }

    /// <summary>What the link says.</summary>
    public string? DisplayText { get; set; }
}
