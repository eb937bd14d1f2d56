using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features;
using Ronghe.Gateway.Limits;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Gateway.Routes;

/// <summary>
/// Stands before every forwarded request: method and size, token and scope, limits. With a token that was seen before, a session
/// of which Identity has said nothing else within the last second, and a limit that need not be asked it runs without awaiting.
/// </summary>
internal sealed class Gate(RequestDelegate next, ValidatedTokens tokens, SessionCheck sessions, RateLimits limits)
{
    private const string Bearer = "Bearer ";
    private const string Basic = "Basic ";
    private static readonly TimeSpan KeySetPatience = TimeSpan.FromSeconds(4);

    public Task InvokeAsync(HttpContext http)
    {
        var rules = http.GetEndpoint()!.Metadata.GetRequiredMetadata<RouteRules>();
        if (Refused(http, rules) is { } refused) return refused;
        if (rules.Scope is null) return Limited(http, rules, LimitedKind.Address, ClientAddress.Of(http).Limited);

        var header = http.Request.Headers.Authorization;
        if (rules.TakesKeys && header is [{ } key] && key.StartsWith(Basic, StringComparison.OrdinalIgnoreCase))
            return Limited(http, rules, LimitedKind.Address, ClientAddress.Of(http).Limited);
        if (header.Count != 1 || header[0] is not { } value || !value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return Unauthorized(http, Refusals.NoToken, "Bearer");
        if (tokens.CallerOf(value.AsSpan(Bearer.Length).Trim()) is { } known && sessions.WithoutAsking(known) == Admission.Admitted)
            return Admit(http, rules, known);
        return Validate(http, rules);
    }

    private static Task? Refused(HttpContext http, RouteRules rules)
    {
        var request = http.Request;
        if (HttpMethods.IsConnect(request.Method) || HttpMethods.IsTrace(request.Method)) return Refusals.MethodOff.WriteAsync(http);
        if (request.ContentLength > rules.MaxBody) return Refusals.BodyTooLarge.WriteAsync(http);
        // Kestrel reads the chunks and puts the other length aside under this name (RFC 9112 6.3: it ought to be handled as an error).
        // HTTP/2 has no such header (RFC 9113 8.2.2), but Kestrel lets it pass.
        if (request.Headers.TransferEncoding.Count > 0 && (request.Headers.ContainsKey("X-Content-Length") || HttpProtocol.IsHttp2(request.Protocol)))
        {
            http.Response.Headers.Connection = "close";
            return Refusals.Ambiguous.WriteAsync(http);
        }

        // The forwarder lifts the size limit from gRPC calls.
        if (request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true) return Refusals.GrpcOff.WriteAsync(http);
        // Upgrades are ignored, as RFC 9110 7.8 allows: no WebSockets, no h2c.
        if (request.Headers.Upgrade.Count > 0) http.Features.Set<IHttpUpgradeFeature>(null);
        return null;
    }

    private async Task Validate(HttpContext http, RouteRules rules)
    {
        AuthenticateResult result;
        try
        {
            // The key set comes from the identity service: when that is away nobody waits for it long.
            result = await http.AuthenticateAsync().WaitAsync(KeySetPatience, http.RequestAborted);
        }
        catch (Exception failure) when (failure is TimeoutException or InvalidOperationException)
        {
            await Refusals.Away.WriteAsync(http, TimeSpan.FromSeconds(2));
            return;
        }

        if (result.Principal is { } principal && Caller.Of(principal) is { } caller) await Admit(http, rules, caller);
        else if (result.Failure is IdentityAwayException) await SessionCheck.IdentityAway.WriteAsync(http, TimeSpan.FromSeconds(2));
        else await Unauthorized(http, Refusals.BadToken, "Bearer error=\"invalid_token\"");
    }

    private Task Admit(HttpContext http, RouteRules rules, Caller caller)
    {
        if (caller.Scopes.Contains(rules.Scope!))
            return Limited(http, rules, caller.IsPerson ? LimitedKind.User : LimitedKind.Client, caller.Subject);
        http.Response.Headers.WWWAuthenticate = $"Bearer error=\"insufficient_scope\", scope=\"{rules.Scope}\"";
        return Refusals.NoScope(rules.Scope!).WriteAsync(http);
    }

    private Task Limited(HttpContext http, RouteRules rules, LimitedKind kind, string subject)
    {
        var wait = limits.TakeAsync(rules.LimitName, rules.Limit, kind, subject);
        if (!wait.IsCompletedSuccessfully) return Wait(http, wait);
        var left = wait.Result;
        return left == TimeSpan.Zero ? next(http) : Refusals.TooMany.WriteAsync(http, left);
    }

    private async Task Wait(HttpContext http, ValueTask<TimeSpan> wait)
    {
        var left = await wait;
        if (left == TimeSpan.Zero) await next(http);
        else await Refusals.TooMany.WriteAsync(http, left);
    }

    private static Task Unauthorized(HttpContext http, Refusal refusal, string challenge)
    {
        http.Response.Headers.WWWAuthenticate = challenge;
        return refusal.WriteAsync(http);
    }
}
