namespace Ronghe.NativeHost.Metrics;

/// <summary>Keeps the newest points of every series: neither older than an age nor heavier together than a weight.</summary>
internal sealed class MetricStore(long mostWeight, TimeSpan mostAge, TimeProvider clock)
{
    private readonly Lock changing = new();
    private readonly Dictionary<string, MetricSeries> series = [];
    private readonly Queue<(MetricSeries Series, int Weight, DateTimeOffset Arrived)> arrivals = [];
    private long names;

    /// <summary>Points and names together.</summary>
    internal long Weight { get; private set; }

    internal void Add(MetricName name, Measurement value)
    {
        var key = name.Key;
        lock (changing)
        {
            Trim();
            if (!series.TryGetValue(key, out var known))
            {
                // Names may take a third of the room; who makes up new ones without end gets no more of them.
                if (names + name.Weight > mostWeight / 3) return;
                series.Add(key, known = new MetricSeries(name));
                names += name.Weight;
                Weight += name.Weight;
            }
            var weight = known.Add(value).Weight;
            arrivals.Enqueue((known, weight, clock.GetUtcNow()));
            Weight += weight;
            Trim();
        }
    }

    /// <summary>What <paramref name="read"/> makes of every series that has points and fits.</summary>
    internal IReadOnlyList<T> Read<T>(Func<MetricName, bool> fits, Func<MetricSeries, T> read)
    {
        lock (changing)
        {
            Trim();
            return [.. series.Values.Where(one => fits(one.Name)).Select(read)];
        }
    }

    private void Trim()
    {
        var oldest = clock.GetUtcNow() - mostAge;
        while (arrivals.TryPeek(out var first) && (Weight > mostWeight || first.Arrived < oldest))
        {
            arrivals.Dequeue();
            first.Series.DropOldest();
            Weight -= first.Weight;
            if (first.Series.Points.Count > 0) continue;
            series.Remove(first.Series.Name.Key);
            names -= first.Series.Name.Weight;
            Weight -= first.Series.Name.Weight;
        }
    }
}
