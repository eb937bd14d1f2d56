using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ronghe.NativeHost.Engine;
using Ronghe.NativeHost.Metrics;

namespace Ronghe.NativeHost.Telemetry;

/// <summary>What the host knows, as JSON; the tests read the same as people do.</summary>
internal static class HostApi
{
    private const int FewTraces = 200, FewLines = 1000, FewSeries = 500, LongestTail = 5000;

    internal static void MapHostApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").AddEndpointFilter<FilterCheck>();
        api.MapGet("/resources", (PlatformHost host) => host.Board.All);
        api.MapGet("/traces", (TelemetryStore store, [AsParameters] Filter filter) => store.Traces(filter).Take(filter.LimitOr(FewTraces)));
        api.MapGet("/traces/{traceId}", (string traceId, TelemetryStore store)
            => store.Trace(traceId) is { Count: > 0 } spans ? Results.Ok(new TraceView(traceId, spans)) : Results.NotFound());
        api.MapGet("/logs", (TelemetryStore store, [AsParameters] Filter filter) => store.Logs.All().Where(filter.Fits).OrderBy(line => line.Time).TakeLast(filter.LimitOr(FewLines)));
        api.MapGet("/metrics", (TelemetryStore store, [AsParameters] Filter filter)
            => store.Metrics.Read(filter.Fits, series => SeriesView.Of(series, filter)).OrderBy(series => series.Name, StringComparer.Ordinal).Take(filter.LimitOr(FewSeries)));
        api.MapGet("/charts", (KeyMetrics metrics, string? service, int? minutes)
            => metrics.Charts(string.IsNullOrEmpty(service) ? null : service, TimeSpan.FromMinutes(Math.Clamp(minutes ?? 15, 1, 15))));
        api.MapGet("/memory", (TelemetryStore store) => new MemoryView(store.Spans.Weight, store.Logs.Weight, store.Metrics.Weight, GC.GetTotalMemory(forceFullCollection: false)));
        api.MapGet("/console/{resource}", (string resource, PlatformHost host, int? tail, string? text) => host.Board.All.Any(state => state.Name == resource)
            ? Results.Ok(new ConsoleView(resource, LogFiles.Tail(host.LogOf(resource), Math.Clamp(tail ?? FewLines, 1, LongestTail), text)))
            : Results.NotFound());
        api.MapFallback(Results.NotFound);
    }
}

internal sealed record TraceView(string TraceId, IReadOnlyList<SpanRecord> Spans);

internal sealed record ConsoleView(string Resource, IReadOnlyList<string> Lines);

/// <summary>What is kept, by its weight as it is counted, and what the host's memory holds in all; bytes.</summary>
internal sealed record MemoryView(long Spans, long Logs, long Metrics, long Host);

/// <summary>A series: its last value and the points asked for, each as unix milliseconds, value and what was added since the one before.</summary>
internal sealed record SeriesView(string Service, string? Instance, string Name, string Unit, string Type, IReadOnlyDictionary<string, string> Attributes, double Value, DateTimeOffset Time, IReadOnlyList<double[]> Points)
{
    internal static SeriesView Of(MetricSeries series, Filter filter)
    {
        var (name, last) = (series.Name, series.Points.Last());
        return new SeriesView(name.Service, name.Instance, name.Name, name.Unit, name.Type, name.Attributes, last.Value, last.Time,
            [.. series.Points.Where(point => filter.InTime(point.Time)).Select(point => new[] { point.Time.ToUnixTimeMilliseconds(), point.Value, name.Type == "histogram" ? point.Count : point.Increase })]);
    }
}
