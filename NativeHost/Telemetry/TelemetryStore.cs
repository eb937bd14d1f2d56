namespace Ronghe.NativeHost.Telemetry;

/// <summary>The last quarter of an hour of traces and logs, and the last value of every metric, within some 100 MB.</summary>
internal sealed class TelemetryStore(TimeProvider clock)
{
    internal static readonly TimeSpan Kept = TimeSpan.FromMinutes(15);
    private const int MostSeries = 5_000;
    private readonly Lock counting = new();
    private readonly Dictionary<string, MetricValue> metrics = [];

    internal Ring<SpanRecord> Spans { get; } = new(64_000_000, Kept, clock);
    internal Ring<LogLine> Logs { get; } = new(32_000_000, Kept, clock);

    internal void Set(MetricValue value)
    {
        var series = $"{value.Service}|{value.Name}|{string.Join('|', value.Attributes.OrderBy(attribute => attribute.Key, StringComparer.Ordinal))}";
        lock (counting)
        {
            if (metrics.Count < MostSeries || metrics.ContainsKey(series)) metrics[series] = value;
            else DropSilent();
        }
    }

    internal IReadOnlyList<MetricValue> Metrics(string? service)
    {
        lock (counting)
        {
            DropSilent();
            return [.. metrics.Values.Where(value => service is null || value.Service == service)];
        }
    }

    internal IReadOnlyList<SpanRecord> Trace(string traceId) => [.. Spans.All().Where(span => span.TraceId == traceId).OrderBy(span => span.Start)];

    /// <summary>Newest first. Text is looked for in names and attribute values.</summary>
    internal IEnumerable<TraceSummary> Traces(string? service, string? text, DateTimeOffset? since)
        => Spans.All().GroupBy(span => span.TraceId)
            .Where(trace => since is null || trace.Max(span => span.Start) >= since)
            .Where(trace => service is null || trace.Any(span => span.Service == service))
            .Where(trace => text is null || trace.Key == text || trace.Any(span => Holds(span, text)))
            .Select(TraceSummary.Of).OrderByDescending(trace => trace.Start);

    private static bool Holds(SpanRecord span, string text)
        => span.Name.Contains(text, StringComparison.OrdinalIgnoreCase) || span.Attributes.Values.Any(value => value.Contains(text, StringComparison.OrdinalIgnoreCase));

    private void DropSilent()
    {
        var oldest = clock.GetUtcNow() - Kept;
        foreach (var (series, _) in metrics.Where(entry => entry.Value.Time < oldest).ToList()) metrics.Remove(series);
    }
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
