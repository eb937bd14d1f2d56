using System.Net;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;

namespace Ronghe.Gateway.Routes;

/// <summary>
/// Gives each cluster the addresses of the service of its name: every <c>services:NAME:h2:N</c> (HTTP/2 in cleartext), or
/// <c>services:NAME:http:N</c> when it has no such endpoint.
/// </summary>
internal sealed class ServiceDestinations(IConfiguration configuration) : IProxyConfigFilter
{
    public ValueTask<ClusterConfig> ConfigureClusterAsync(ClusterConfig cluster, CancellationToken cancel)
    {
        var http2 = Addresses(cluster.ClusterId, "h2");
        var addresses = http2.Count > 0 ? http2 : Addresses(cluster.ClusterId, "http");
        var request = cluster.HttpRequest ?? ForwarderRequestConfig.Empty;
        return new(cluster with
        {
            Destinations = addresses,
            HttpRequest = request with
            {
                Version = http2.Count > 0 ? HttpVersion.Version20 : HttpVersion.Version11,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                ActivityTimeout = request.ActivityTimeout ?? TimeSpan.FromSeconds(30),
                AllowResponseBuffering = false
            },
            HttpClient = (cluster.HttpClient ?? HttpClientConfig.Empty) with { EnableMultipleHttp2Connections = true },
            HealthCheck = cluster.HealthCheck ?? Watched(addresses.Count)
        });
    }

    public ValueTask<RouteConfig> ConfigureRouteAsync(RouteConfig route, ClusterConfig? cluster, CancellationToken cancel) =>
        new(route with { MaxRequestBodySize = route.MaxRequestBodySize ?? RouteRules.DefaultMaxBody });

    private Dictionary<string, DestinationConfig> Addresses(string service, string endpoint) => configuration
        .GetSection($"services:{service}:{endpoint}").GetChildren()
        .Where(address => !string.IsNullOrWhiteSpace(address.Value))
        .ToDictionary(address => address.Key, address => new DestinationConfig { Address = address.Value! });

    // A single address is tried whatever its health says: there is nowhere else to go.
    private static HealthCheckConfig Watched(int addresses) => new()
    {
        AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyOrPanic,
        Active = new ActiveHealthCheckConfig
        {
            Enabled = addresses > 1,
            Interval = TimeSpan.FromSeconds(3),
            Timeout = TimeSpan.FromSeconds(2),
            Policy = HealthCheckConstants.ActivePolicy.ConsecutiveFailures,
            Path = "/alive"
        },
        Passive = new PassiveHealthCheckConfig
        {
            Enabled = addresses > 1,
            Policy = HealthCheckConstants.PassivePolicy.TransportFailureRate,
            ReactivationPeriod = TimeSpan.FromSeconds(5)
        }
    };
}
