using Ronghe.Gateway.Limits;
using Yarp.ReverseProxy.Configuration;

namespace Ronghe.Gateway.Routes;

/// <summary>What a route demands before anything is forwarded, read once from its metadata in routes.json.</summary>
/// <param name="Scope">Scope that the token must have; null for a public route.</param>
/// <param name="TakesKeys">Whether Basic credentials may pass in place of a token: the service checks them.</param>
/// <param name="LimitName">Name of the rate limit policy.</param>
/// <param name="Limit">The policy.</param>
/// <param name="MaxBody">Largest body in bytes.</param>
internal sealed record RouteRules(string? Scope, bool TakesKeys, string LimitName, RateLimitPolicy Limit, long MaxBody)
{
    /// <summary>Bodies of routes that say nothing else: 1 MB.</summary>
    internal const long DefaultMaxBody = 1024 * 1024;

    internal static RouteRules Of(RouteConfig route, RateLimits limits)
    {
        var scope = route.Metadata?.GetValueOrDefault("Scope");
        var isPublic = route.Metadata?.GetValueOrDefault("Access") == "Public";
        // A forgotten line must not open a route.
        if (scope is null != isPublic)
            throw new InvalidOperationException($"routes.json: route '{route.RouteId}' needs either Metadata:Scope or Metadata:Access = Public.");
        var limit = route.Metadata?.GetValueOrDefault("Limit")
            ?? throw new InvalidOperationException($"routes.json: route '{route.RouteId}' needs Metadata:Limit.");
        return new RouteRules(scope, route.Metadata?.GetValueOrDefault("Keys") == "Basic", limit, limits.Policy(limit), route.MaxRequestBodySize ?? DefaultMaxBody);
    }
}
