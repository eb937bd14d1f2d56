using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Ronghe.Gateway.Routes;

/// <summary>Tries another replica when one cannot be reached, and turns what failed into a problem.</summary>
internal sealed class Forwarded(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext http)
    {
        await next(http);
        if (http.Features.Get<IForwarderErrorFeature>() is null) return;

        var proxy = http.GetReverseProxyFeature();
        for (var tries = 1; MayGoElsewhere(http, proxy, tries); tries++) await GoElsewhere(http, proxy);
        if (http.Features.Get<IForwarderErrorFeature>() is { } failed && !http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
            await Answer(http, failed);
    }

    private static bool MayGoElsewhere(HttpContext http, IReverseProxyFeature proxy, int tries) =>
        tries < Math.Min(3, proxy.AllDestinations.Count)
        && http.Features.Get<IForwarderErrorFeature>() is { } failed && !http.Response.HasStarted
        && !http.RequestAborted.IsCancellationRequested && NothingHappened(http, failed);

    private async Task GoElsewhere(HttpContext http, IReverseProxyFeature proxy)
    {
        var failed = proxy.ProxiedDestination;
        var others = proxy.AvailableDestinations.Where(other => other != failed).ToList();
        proxy.AvailableDestinations = others.Count > 0 ? others : [.. proxy.AllDestinations.Where(other => other != failed)];
        http.Response.Clear();
        http.Features.Set<IForwarderErrorFeature>(null);
        await next(http);
    }

    // No connection could be made, or what was asked changes nothing.
    private static bool NothingHappened(HttpContext http, IForwarderErrorFeature failed) => failed switch
    {
        { Error: ForwarderError.NoAvailableDestinations } => true,
        { Exception: HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } } => true,
        { Exception: OperationCanceledException { InnerException: TimeoutException } } => true, // SocketsHttpHandler.ConnectTimeout
        { Error: ForwarderError.Request } => HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method),
        _ => false
    };

    private static Task Answer(HttpContext http, IForwarderErrorFeature failed)
    {
        var status = http.Response.StatusCode;
        http.Response.Clear();
        if (status == 413) return Refusals.BodyTooLarge.WriteAsync(http);
        if (status is 400 or 408) return (Refusals.BodyBroken with { Status = status }).WriteAsync(http);
        if (NothingHappened(http, failed)) return Refusals.Away.WriteAsync(http, TimeSpan.FromSeconds(2));
        return failed.Error == ForwarderError.RequestTimedOut ? Refusals.TooSlow.WriteAsync(http) : Refusals.BrokeOff.WriteAsync(http);
    }
}
