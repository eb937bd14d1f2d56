using Ronghe.Gateway.Limits;

namespace Ronghe.Gateway.Routes;

/// <summary>The proxy, its routes from data and its destinations from service discovery's configuration.</summary>
internal static class ProxyExtensions
{
    internal static void AddRoutes(this WebApplicationBuilder builder) => builder.Services
        .AddReverseProxy()
        .LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"))
        .AddConfigFilter<ServiceDestinations>()
        .AddTransforms(Forwarding.Apply)
        .ConfigureHttpClient((_, handler) =>
        {
            handler.ConnectTimeout = TimeSpan.FromSeconds(2);
            handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
            // A service that is paused or cut off is found out within five seconds, not by the activity timeout.
            handler.KeepAlivePingDelay = TimeSpan.FromSeconds(1);
            handler.KeepAlivePingTimeout = TimeSpan.FromSeconds(1.8);
            handler.KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests;
        });

    internal static void MapRoutes(this WebApplication app)
    {
        var limits = app.Services.GetRequiredService<RateLimits>();
        app.MapReverseProxy(proxy =>
        {
            proxy.UseMiddleware<Gate>();
            proxy.UseMiddleware<Forwarded>();
            proxy.UseLoadBalancing();
            proxy.UsePassiveHealthChecks();
        }).ConfigureEndpoints((endpoint, route) => endpoint.WithMetadata(RouteRules.Of(route, limits)));
        // Never served: what services keep for each other, and API addresses without a route.
        app.Map("/internal/{**rest}", Refusals.NotFound.WriteAsync);
        app.Map("/api/{**rest}", Refusals.NotFound.WriteAsync);
    }
}
