using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace Ronghe.Gateway.Conditions;

/// <summary>The gateway's own small questions to services, over the proxy's connections.</summary>
internal static class ServiceCalls
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    internal static IEnumerable<ClusterState> ByName(this IProxyStateLookup proxy) =>
        proxy.GetClusters().OrderBy(cluster => cluster.ClusterId, StringComparer.Ordinal);

    internal static string TitleOf(this ClusterState cluster) =>
        cluster.Model.Config.Metadata?.GetValueOrDefault("Title") ?? cluster.ClusterId;

    /// <summary>Null when the replica does not answer within two seconds.</summary>
    internal static async Task<HttpResponseMessage?> AskAsync(this ClusterState cluster, DestinationState destination, string path, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(destination.Model.Config.Address), path))
        {
            Version = cluster.Model.Config.HttpRequest!.Version!,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact
        };
        try
        {
            var answer = await cluster.Model.HttpClient.SendAsync(request, patience.Token);
            await answer.Content.LoadIntoBufferAsync(patience.Token);
            return answer;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or IOException)
        {
            cancel.ThrowIfCancellationRequested();
            return null;
        }
    }
}
