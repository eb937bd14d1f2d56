using System.Threading.Channels;
using Ronghe.Portal.Calls;
using Ronghe.Portal.Sessions;

namespace Ronghe.Portal.Screens.Wall;

/// <summary>
/// One stream for the wall: the frames of the unit and of those below it, read from Situation with the reader's own token and
/// merged. A frame is a scope's whole state, so frames need no order among each other and a new connection starts complete.
/// The stream ends when one of its sources ends (a token that expires, a restart); the wall then comes again.
/// </summary>
internal static class WallEvents
{
    internal static void MapWallEvents(this IEndpointRouteBuilder app) => app.MapGet("/wall/events", Handle).AllowAnonymous();

    private static async Task Handle(
        HttpContext context, string? unit, AccessTokens tokens, WallScope scope, IHttpClientFactory clients, IHostApplicationLifetime lifetime)
    {
        if (await tokens.Get() is null)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            await context.Response.CompleteAsync(); // a script asks, not a person: no page
            return;
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var (shown, below, _) = await scope.Resolve(unit, ending.Token);
        var sources = new List<HttpResponseMessage>();
        try
        {
            foreach (var path in below.Select(entry => entry.Path).Prepend(shown))
            {
                sources.Add(await Open(clients.CreateClient(CallSetup.Streams), path, ending.Token));
            }
            await Merge(context, sources, ending);
        }
        catch (HttpRequestException) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            await context.Response.CompleteAsync();
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
        }
        finally
        {
            foreach (var source in sources) source.Dispose();
        }
    }

    private static async Task<HttpResponseMessage> Open(HttpClient http, string unit, CancellationToken ct)
    {
        var source = await http.GetAsync(
            $"{SituationCalls.Root}/events?unit={Uri.EscapeDataString(unit)}", HttpCompletionOption.ResponseHeadersRead, ct);
        try
        {
            return source.EnsureSuccessStatusCode();
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    private static async Task Merge(HttpContext context, List<HttpResponseMessage> sources, CancellationTokenSource ending)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        await context.Response.Body.FlushAsync(ending.Token);

        var blocks = Channel.CreateBounded<string>(64);
        var readers = sources.Select(source => Read(source, blocks.Writer, ending.Token)).ToArray();
        _ = Task.WhenAny(readers).ContinueWith(_ => blocks.Writer.TryComplete(), TaskScheduler.Default);
        await foreach (var block in blocks.Reader.ReadAllAsync(ending.Token))
        {
            await context.Response.WriteAsync(block, ending.Token);
            await context.Response.Body.FlushAsync(ending.Token);
        }
        await ending.CancelAsync();
    }

    /// <summary>Passes on whole blocks: data lines and heartbeats. Ids are left out, they count each scope for itself.</summary>
    private static async Task Read(HttpResponseMessage source, ChannelWriter<string> blocks, CancellationToken ct)
    {
        using var lines = new StreamReader(await source.Content.ReadAsStreamAsync(ct));
        while (await lines.ReadLineAsync(ct) is { } line)
        {
            if (line.StartsWith("data:", StringComparison.Ordinal) || line.StartsWith(':')) await blocks.WriteAsync(line + "\n\n", ct);
        }
    }
}
