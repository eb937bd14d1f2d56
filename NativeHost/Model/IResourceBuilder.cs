namespace Aspire.Hosting.ApplicationModel;

/// <summary>Says more about one resource.</summary>
public interface IResourceBuilder<out T> where T : IResource
{
    /// <summary>The builder of the whole.</summary>
    IDistributedApplicationBuilder ApplicationBuilder { get; }

    /// <summary>The resource.</summary>
    T Resource { get; }
}
