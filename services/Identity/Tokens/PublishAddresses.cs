using Microsoft.AspNetCore;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Ronghe.Identity.Tokens;

/// <summary>
/// Browsers and subsidiaries reach this service through the gateway only, so the discovery document names the gateway's
/// addresses whatever host it was asked under. The key set alone is fetched inside too: asked directly, it names this host.
/// </summary>
internal sealed class PublishAddresses : IOpenIddictServerHandler<HandleConfigurationRequestContext>
{
    internal static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<HandleConfigurationRequestContext>()
            .UseSingletonHandler<PublishAddresses>()
            .SetOrder(OpenIddictServerHandlers.Discovery.AttachEndpoints.Descriptor.Order + 1)
            .SetType(OpenIddictServerHandlerType.Custom)
            .Build();

    public ValueTask HandleAsync(HandleConfigurationRequestContext context)
    {
        var issuer = context.Options.Issuer!;
        context.AuthorizationEndpoint = Under(issuer, context.AuthorizationEndpoint);
        context.TokenEndpoint = Under(issuer, context.TokenEndpoint);
        context.UserInfoEndpoint = Under(issuer, context.UserInfoEndpoint);
        context.EndSessionEndpoint = Under(issuer, context.EndSessionEndpoint);
        var forwarded = context.Transaction.GetHttpRequest()?.Headers.ContainsKey("X-Forwarded-Host") == true;
        if (forwarded) context.JsonWebKeySetEndpoint = Under(issuer, context.JsonWebKeySetEndpoint);
        return default;
    }

    private static Uri? Under(Uri issuer, Uri? endpoint) => endpoint is null ? null : new Uri(issuer, endpoint.AbsolutePath);
}
