using System.Globalization;
using System.Security.Claims;

namespace Ronghe.Situation.Streams;

/// <summary>When a stream has to end: the client is gone, the service stops, or the token that opened it has expired.</summary>
internal sealed class StreamEnd(IHostApplicationLifetime lifetime, TimeProvider clock)
{
    internal CancellationTokenSource Of(HttpContext http)
    {
        var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        if (long.TryParse(http.User.FindFirstValue("exp"), NumberStyles.None, CultureInfo.InvariantCulture, out var expiry))
        {
            var left = DateTimeOffset.FromUnixTimeSeconds(expiry) - clock.GetUtcNow();
            end.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }

        return end;
    }
}
