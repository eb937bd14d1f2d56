namespace Ronghe.NativeHost.Metrics;

/// <summary>One line of a chart: unix milliseconds and value, oldest first.</summary>
internal sealed record ChartLine(string Name, IReadOnlyList<double[]> Points);

/// <summary>A key metric of one service over the last minutes. Unit is one of 1/s, ms, MB, cores, count, s.</summary>
internal sealed record Chart(string Service, string Key, string Unit, IReadOnlyList<ChartLine> Lines);

/// <summary>The figures by which one sees how a service is, added up over its replicas in slots of ten seconds.</summary>
internal sealed class KeyMetrics(MetricStore store, TimeProvider clock)
{
    private const double Slot = 10_000, Megabyte = 1_000_000;
    private const string Requests = "http.server.request.duration", Queries = "db.client.operation.duration";

    private sealed record Definition(string Key, string Unit, string Metric, params (string Line, Func<IReadOnlyList<Slice>, double?> Value)[] Lines)
    {
        internal Func<MetricName, bool> Fits { get; init; } = _ => true;
    }

    // What one series says of one slot.
    private sealed record Slice(MetricSeries Series, IReadOnlyList<MetricPoint> Points);

    private static readonly Definition[] Definitions =
    [
        new("requests", "1/s", Requests, ("", Rate)),
        new("failures", "1/s", Requests, ("", Rate)) { Fits = name => name.Attributes.GetValueOrDefault("http.response.status_code", "").StartsWith('5') },
        new("duration", "ms", Requests, ("p50", slices => Percentile(slices, 0.5)), ("p99", slices => Percentile(slices, 0.99))),
        new("queries", "1/s", Queries, ("", Rate)),
        new("queryDuration", "ms", Queries, ("p50", slices => Percentile(slices, 0.5)), ("p99", slices => Percentile(slices, 0.99))),
        new("relayed", "1/s", "ronghe.outbox.relayed", ("", Growth)),
        new("applied", "1/s", "ronghe.inbox.applied", ("", Growth)),
        new("outbox", "count", "ronghe.outbox.depth", ("", slices => Level(slices, 1))),
        new("outboxAge", "s", "ronghe.outbox.oldest", ("", slices => slices.Max(slice => slice.Points[^1].Value))),
        new("cpu", "cores", "dotnet.process.cpu.time", ("", Growth)),
        new("memory", "MB", "dotnet.process.memory.working_set", ("", slices => Level(slices, Megabyte))),
        new("exceptions", "1/s", "dotnet.exceptions", ("", Growth)),
    ];

    /// <summary>Charts of the services that report, in the order of their names.</summary>
    internal IReadOnlyList<Chart> Charts(string? service, TimeSpan back)
    {
        var now = clock.GetUtcNow();
        // The slot that is not over yet would look like a fall.
        var (from, to) = ((now - back).ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds() - Slot);
        return [.. Definitions.SelectMany(definition => Of(definition, service, from, to)).OrderBy(chart => chart.Service, StringComparer.Ordinal)];
    }

    private IEnumerable<Chart> Of(Definition definition, string? service, double from, double to)
        => store.Read(name => name.Name == definition.Metric && (service is null || name.Service == service) && definition.Fits(name), Sliced)
            .SelectMany(slices => slices).GroupBy(slice => slice.Slice.Series.Name.Service)
            .Select(of => new Chart(of.Key, definition.Key, definition.Unit, [.. definition.Lines.Select(line => new ChartLine(line.Line,
                [.. of.GroupBy(slice => slice.Time).Where(slot => slot.Key >= from && slot.Key <= to).OrderBy(slot => slot.Key)
                    .Select(slot => (slot.Key, Value: line.Value([.. slot.Select(slice => slice.Slice)]))).Where(point => point.Value is not null)
                    .Select(point => new[] { point.Key, Math.Round(point.Value!.Value, 4) })]))]));

    private static List<(double Time, Slice Slice)> Sliced(MetricSeries series)
        => [.. series.Points.GroupBy(point => Math.Floor(point.Time.ToUnixTimeMilliseconds() / Slot) * Slot).Select(slot => (slot.Key, new Slice(series, [.. slot])))];

    private static double? Rate(IReadOnlyList<Slice> slices) => slices.Sum(slice => slice.Points.Sum(point => point.Count)) / (Slot / 1000);

    private static double? Growth(IReadOnlyList<Slice> slices) => slices.Sum(slice => slice.Points.Sum(point => point.Increase)) / (Slot / 1000);

    private static double? Level(IReadOnlyList<Slice> slices, double unit) => slices.Sum(slice => slice.Points.Average(point => point.Value)) / unit;

    /// <summary>In milliseconds, drawn straight through the bucket in which the share is reached; null when nothing was measured.</summary>
    private static double? Percentile(IReadOnlyList<Slice> slices, double share)
    {
        var bounds = slices[0].Series.Bounds;
        var buckets = new long[bounds.Length + 1];
        foreach (var counted in slices.Where(slice => slice.Series.Bounds.AsSpan().SequenceEqual(bounds)).SelectMany(slice => slice.Points).Select(point => point.Buckets).Where(counted => counted.Length == buckets.Length))
            for (var i = 0; i < buckets.Length; i++) buckets[i] += counted[i];
        return Percentile(bounds, buckets, share) * 1000;
    }

    internal static double? Percentile(double[] bounds, long[] buckets, double share)
    {
        var wanted = share * buckets.Sum();
        if (wanted == 0) return null;
        var seen = 0L;
        for (var i = 0; i < bounds.Length; i++)
        {
            if (seen + buckets[i] >= wanted)
            {
                var low = i == 0 ? 0 : bounds[i - 1];
                return low + (bounds[i] - low) * (wanted - seen) / buckets[i];
            }
            seen += buckets[i];
        }
        return bounds.Length > 0 ? bounds[^1] : null; // beyond the last bound nothing more is known
    }
}
