using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.Situation.Counts;

namespace Ronghe.Situation.Streams;

/// <summary>
/// Server-sent events of a scope's counts. The first frame is the whole present state, then one for each change, at most ten a
/// second; <c>id</c> is the state version. A client that comes back with <c>Last-Event-ID</c> gets a frame only if the state is
/// another one. A comment is sent after 15 quiet seconds. The stream ends when the token expires, its session is revoked or the service stops; the
/// client connects again, with a new token.
/// </summary>
internal static class StreamCounts
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    internal static async Task<Results<EmptyHttpResult, ProblemHttpResult>> Handle(
        HttpContext http, Caller caller, ScopeFeeds feeds, ChangeSignal changed, StreamEnd end, TimeProvider clock, string? unit = null)
    {
        var scope = unit ?? caller.UnitPath;
        if (ScopeRights.RefuseCounts(scope, caller) is { } refusal) return refusal;

        using var ending = end.Of(http, caller);
        var feed = feeds.Join(scope);
        changed.Wake();
        try
        {
            await Send(http, feed, clock, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
        }
        finally
        {
            feeds.Leave(feed);
        }

        return TypedResults.Empty;
    }

    private static async Task Send(HttpContext http, ScopeFeed feed, TimeProvider clock, CancellationToken ct)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        await Write(http, "retry: 1000\n\n"u8.ToArray(), ct);
        var shown = LastEventId(http);
        while (true)
        {
            var (frame, newer) = feed.Latest;
            if (frame is not null && frame.Version != shown)
            {
                await Write(http, frame.Bytes, ct);
                shown = frame.Version;
            }

            while (!await Completes(newer, clock, ct)) await Write(http, ": heartbeat\n\n"u8.ToArray(), ct);
        }
    }

    private static async Task<bool> Completes(Task newer, TimeProvider clock, CancellationToken ct)
    {
        try
        {
            await newer.WaitAsync(Heartbeat, clock, ct);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static async Task Write(HttpContext http, byte[] bytes, CancellationToken ct)
    {
        await http.Response.Body.WriteAsync(bytes, ct);
        await http.Response.Body.FlushAsync(ct);
    }

    private static long? LastEventId(HttpContext http) =>
        long.TryParse(http.Request.Headers["Last-Event-ID"], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}
