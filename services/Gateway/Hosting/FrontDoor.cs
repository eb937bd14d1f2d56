using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration.Json;
using Ronghe.Gateway.Limits;
using Ronghe.Gateway.Routes;

namespace Ronghe.Gateway.Hosting;

/// <summary>What the gateway takes from the outside: sizes, times, and whose word about the client's address counts.</summary>
internal static class FrontDoor
{
    /// <summary>Routes and limits as data; appsettings, environment variables and arguments override the file.</summary>
    internal static void AddRouteData(this WebApplicationBuilder builder)
    {
        var file = new JsonConfigurationSource { Path = Path.Combine(AppContext.BaseDirectory, "routes.json") };
        file.ResolveFileProvider();
        builder.Configuration.Sources.Insert(0, file);
    }

    internal static void AddFrontDoor(this WebApplicationBuilder builder)
    {
        // RFC 9112 2.2 lets a server take a bare LF for a line's end. What stands before or behind this one may not: it is refused.
        AppContext.SetSwitch("Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators", true);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RouteRules.DefaultMaxBody;
            kestrel.Limits.MaxRequestLineSize = 8 * 1024;
            kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
            kestrel.Limits.MaxRequestHeaderCount = 64;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(75);
        });
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in Trusted(builder.Configuration)) options.KnownIPNetworks.Add(network);
        });
    }

    internal static void AddRateLimits(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<RateLimitSettings>(builder.Configuration.GetSection("RateLimits"));
        builder.Services.AddSingleton<SharedWindows>();
        builder.Services.AddSingleton<RateLimits>();
    }

    internal static void UseFrontDoor(this WebApplication app)
    {
        // Only a load balancer that is named may say who the client is.
        if (Trusted(app.Configuration).Any()) app.UseForwardedHeaders();
        // The gate checks tokens itself, without a scheme handler for each request; WebApplication would add both otherwise.
        var properties = ((IApplicationBuilder)app).Properties;
        properties["__AuthenticationMiddlewareSet"] = true;
        properties["__AuthorizationMiddlewareSet"] = true;
    }

    private static IEnumerable<System.Net.IPNetwork> Trusted(IConfiguration configuration) =>
        configuration.GetSection("Gateway:TrustedProxies").Get<string[]>()?.Select(text => System.Net.IPNetwork.Parse(text)) ?? [];
}
