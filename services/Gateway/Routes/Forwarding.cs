using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Ronghe.Gateway.Headers;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Ronghe.Gateway.Routes;

/// <summary>What changes between the client's request and the service's, and on the way back.</summary>
internal static class Forwarding
{
    // Headers by which a service could be made to believe another address, host, path or method than the real one.
    private static readonly string[] Spoofs =
    [
        "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Prefix",
        "X-Forwarded-Server", "X-Real-IP", "X-Original-URL", "X-Original-Host", "X-Original-Proto", "X-Original-For",
        "X-Original-Prefix", "X-Rewrite-URL", "X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"
    ];

    internal static void Apply(TransformBuilderContext route)
    {
        route.AddXForwarded(ForwardedTransformActions.Off);
        route.AddOriginalHost();
        route.AddRequestTransform(ReplaceForwarded);
        var api = route.Route.Metadata?.ContainsKey("Scope") == true;
        route.AddResponseTransform(response => Finish(response, api));
    }

    private static ValueTask ReplaceForwarded(RequestTransformContext context)
    {
        var headers = context.ProxyRequest.Headers;
        var request = context.HttpContext.Request;
        foreach (var name in Spoofs)
            if (request.Headers.ContainsKey(name)) headers.Remove(name);
        headers.TryAddWithoutValidation("X-Forwarded-For", ClientAddress.Of(context.HttpContext).Text);
        headers.TryAddWithoutValidation("X-Forwarded-Proto", request.Scheme);
        headers.TryAddWithoutValidation("X-Forwarded-Host", request.Host.Value);
        return default;
    }

    private static ValueTask Finish(ResponseTransformContext context, bool api)
    {
        var headers = context.HttpContext.Response.Headers;
        headers.Server = StringValues.Empty;
        headers.Remove(HeaderNames.XPoweredBy);
        headers.Remove(HeaderNames.AccessControlAllowOrigin); // Who may ask from elsewhere is the gateway's list alone.
        headers.Remove(HeaderNames.AccessControlAllowCredentials);
        if (api) SecurityHeaders.OnApi(context.HttpContext);
        else SecurityHeaders.OnPage(context.HttpContext);
        // The forwarder would send the headers with the first event only, which may be long in coming.
        return headers.ContentType == "text/event-stream" ? new(context.HttpContext.Response.Body.FlushAsync(context.CancellationToken)) : default;
    }
}
