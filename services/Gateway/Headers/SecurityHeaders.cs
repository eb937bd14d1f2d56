using Microsoft.Extensions.Primitives;
using Ronghe.Gateway.Routes;

namespace Ronghe.Gateway.Headers;

/// <summary>Headers that keep browsers from guessing, framing, caching or leaking what is answered.</summary>
internal static class SecurityHeaders
{
    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues Deny = "DENY";
    private static readonly StringValues NoReferrer = "no-referrer";
    private static readonly StringValues SameOrigin = "same-origin";
    private static readonly StringValues NoStore = "no-store";
    private static readonly StringValues Nothing = "default-src 'none'; frame-ancestors 'none'";
    private static readonly StringValues OneYear = "max-age=31536000";

    /// <summary>JSON for programs: nothing of it may run, be framed or, unless the service says so, be kept.</summary>
    internal static void OnApi(HttpContext http)
    {
        OnPage(http);
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Nothing;
        headers["Cross-Origin-Resource-Policy"] = SameOrigin;
        if (headers.CacheControl.Count == 0) headers.CacheControl = NoStore;
    }

    /// <summary>Pages set their own content policy; the rest is added where they say nothing.</summary>
    internal static void OnPage(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = NoSniff;
        if (headers.XFrameOptions.Count == 0) headers.XFrameOptions = Deny;
        if (headers["Referrer-Policy"].Count == 0) headers["Referrer-Policy"] = NoReferrer;
        if (http.Request.IsHttps) headers.StrictTransportSecurity = OneYear;
    }

    /// <summary>On the gateway's own endpoints; forwarded answers get theirs when they arrive.</summary>
    internal static Task OnOwnEndpoints(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<RouteRules>() is null) OnApi(http);
        return next(http);
    }
}
