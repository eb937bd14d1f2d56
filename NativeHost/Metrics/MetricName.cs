namespace Ronghe.NativeHost.Metrics;

/// <summary>What one series measures: of which process, and with which attributes. Type is gauge, counter, sum or histogram.</summary>
internal sealed record MetricName(string Service, string? Instance, string Name, string Unit, string Type, IReadOnlyDictionary<string, string> Attributes)
{
    /// <summary>The same for the same series.</summary>
    internal string Key => $"{Service}|{Instance}|{Name}|{string.Join('|', Attributes.OrderBy(attribute => attribute.Key, StringComparer.Ordinal))}";

    internal int Weight => 300 + 2 * (Name.Length + Attributes.Sum(attribute => 60 + attribute.Key.Length + attribute.Value.Length));
}

/// <summary>One report: the value or, of a histogram, its sum, count and buckets. Since the start unless it is a delta.</summary>
internal sealed record Measurement(DateTimeOffset Time, double Value)
{
    internal bool IsDelta { get; init; }
    internal long Count { get; init; }
    internal long[] Buckets { get; init; } = [];
    internal double[] Bounds { get; init; } = [];
}

/// <summary>One point of a series: the value as reported, and what came since the point before; Count and Buckets only of a histogram.</summary>
internal sealed record MetricPoint(DateTimeOffset Time, double Value, double Increase, long Count, long[] Buckets)
{
    internal int Weight => 140 + 8 * Buckets.Length;
}
