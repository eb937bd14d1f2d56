using System.Globalization;
using System.Security.Claims;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Situation.Streams;

/// <summary>When a stream has to end: the client is gone, the service stops, the token that opened it has expired, or its session was revoked.</summary>
internal sealed class StreamEnd(IHostApplicationLifetime lifetime, Revocations revocations, TimeProvider clock)
{
    internal CancellationTokenSource Of(HttpContext http, Caller caller)
    {
        var session = revocations.EndOf(caller);
        http.Response.RegisterForDispose(session);
        var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping, session.Token);
        if (long.TryParse(http.User.FindFirstValue("exp"), NumberStyles.None, CultureInfo.InvariantCulture, out var expiry))
        {
            var left = DateTimeOffset.FromUnixTimeSeconds(expiry) - clock.GetUtcNow();
            end.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }

        return end;
    }
}
