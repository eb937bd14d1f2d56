using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ronghe.NativeHost.Engine;

namespace Ronghe.NativeHost.Telemetry;

/// <summary>What the host knows, as JSON; the tests read the same as people do.</summary>
internal static class HostApi
{
    private const int MostTraces = 200, MostLines = 1000;

    internal static void MapHostApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", () => Results.Content(Page.Html, "text/html; charset=utf-8"));
        routes.MapGet("/api/resources", (PlatformHost host) => host.Board.All);
        routes.MapGet("/api/traces", (TelemetryStore store, string? service, string? text, DateTimeOffset? since, int? limit)
            => store.Traces(service, text, since).Take(limit ?? MostTraces));
        routes.MapGet("/api/traces/{traceId}", (string traceId, TelemetryStore store)
            => store.Trace(traceId) is { Count: > 0 } spans ? Results.Ok(new TraceView(traceId, spans)) : Results.NotFound());
        routes.MapGet("/api/logs", (TelemetryStore store, string? resource, string? level, string? text, string? traceId, DateTimeOffset? since, int? limit)
            => store.Logs.All()
                .Where(line => resource is null || line.Resource == resource)
                .Where(line => level is null || line.Severity >= Severity(level))
                .Where(line => traceId is null || line.TraceId == traceId)
                .Where(line => since is null || line.Time >= since)
                .Where(line => text is null || line.Message.Contains(text, StringComparison.OrdinalIgnoreCase) || line.Attributes.Values.Any(value => value.Contains(text, StringComparison.OrdinalIgnoreCase)))
                .TakeLast(limit ?? MostLines));
        routes.MapGet("/api/metrics", (TelemetryStore store, string? service) => store.Metrics(service));
        routes.MapGet("/api/console/{resource}", (string resource, PlatformHost host, int? tail) => host.Board.All.Any(state => state.Name == resource)
            ? Results.Ok(new ConsoleView(resource, Tail(host.LogOf(resource), tail ?? MostLines)))
            : Results.NotFound());
    }

    // A level names itself and all above it.
    private static int Severity(string level) => level.ToUpperInvariant() switch
    {
        "DEBUG" => 5,
        "INFORMATION" or "INFO" => 9,
        "WARNING" or "WARN" => 13,
        "ERROR" => 17,
        "CRITICAL" or "FATAL" => 21,
        _ => 0,
    };

    private static string[] Tail(string file, int lines)
    {
        if (!File.Exists(file)) return [];
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        var last = new Queue<string>();
        while (reader.ReadLine() is { } line)
        {
            last.Enqueue(line);
            if (last.Count > lines) last.Dequeue();
        }
        return [.. last];
    }
}

internal sealed record TraceView(string TraceId, IReadOnlyList<SpanRecord> Spans);

internal sealed record ConsoleView(string Resource, IReadOnlyList<string> Lines);
