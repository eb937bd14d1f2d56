using Ronghe.NativeHost.Metrics;

namespace Ronghe.NativeHost.Telemetry;

/// <summary>The last quarter of an hour of traces, logs and metrics, within some 130 MB.</summary>
internal sealed class TelemetryStore(TimeProvider clock)
{
    internal static readonly TimeSpan Kept = TimeSpan.FromMinutes(15);

    internal Ring<SpanRecord> Spans { get; } = new(64_000_000, Kept, clock);
    internal Ring<LogLine> Logs { get; } = new(32_000_000, Kept, clock);
    internal MetricStore Metrics { get; } = new(32_000_000, Kept, clock);

    internal IReadOnlyList<SpanRecord> Trace(string traceId) => [.. Spans.All().Where(span => span.TraceId == traceId).OrderBy(span => span.Start)];

    /// <summary>Newest first.</summary>
    internal IEnumerable<TraceSummary> Traces(Filter filter)
        => Spans.All().GroupBy(span => span.TraceId).Where(filter.Fits).Select(TraceSummary.Of).OrderByDescending(trace => trace.Start);
}

/// <summary>One line of the list of traces.</summary>
internal sealed record TraceSummary(string TraceId, string Name, string Service, DateTimeOffset Start, double DurationMs, int Spans, int Errors, IReadOnlyList<string> Services)
{
    internal static TraceSummary Of(IGrouping<string, SpanRecord> trace)
    {
        // The root may still be open or never be sent: then the earliest span stands for it.
        var known = trace.Select(span => span.SpanId).ToHashSet();
        var root = trace.OrderBy(span => span.ParentSpanId is { } parent && known.Contains(parent)).ThenBy(span => span.Start).First();
        var start = trace.Min(span => span.Start);
        var end = trace.Max(span => span.Start.AddMilliseconds(span.DurationMs));
        return new TraceSummary(trace.Key, root.Name, root.Service, start, (end - start).TotalMilliseconds, trace.Count(),
            trace.Count(span => span.Status == "Error"), [.. trace.Select(span => span.Service).Distinct()]);
    }
}
