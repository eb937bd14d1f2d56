namespace Ronghe.NativeHost.Metrics;

/// <summary>The points of one series, oldest first. Not safe for threads: its store is.</summary>
internal sealed class MetricSeries(MetricName name)
{
    private readonly Queue<MetricPoint> points = [];
    private Measurement? last;

    internal MetricName Name { get; } = name;
    internal double[] Bounds => last?.Bounds ?? [];
    internal IReadOnlyCollection<MetricPoint> Points => points;

    internal MetricPoint Add(Measurement now)
    {
        var point = Since(now);
        last = now;
        points.Enqueue(point);
        return point;
    }

    internal void DropOldest() => points.Dequeue();

    // The first report may cover hours: what came since the one before is not known. A figure that fell began anew.
    private MetricPoint Since(Measurement now)
    {
        if (now.IsDelta) return new(now.Time, now.Value, now.Value, now.Count, now.Buckets);
        if (last is null) return new(now.Time, now.Value, 0, 0, []);
        var anew = now.Count < last.Count || (now.Buckets.Length == 0 && now.Value < last.Value) || now.Buckets.Length != last.Buckets.Length;
        if (anew) return new(now.Time, now.Value, now.Value, now.Count, now.Buckets);
        var buckets = now.Count == last.Count ? [] : now.Buckets.Zip(last.Buckets, (after, before) => Math.Max(0, after - before)).ToArray();
        return new(now.Time, now.Value, now.Value - last.Value, now.Count - last.Count, buckets);
    }
}
