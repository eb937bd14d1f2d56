namespace Ronghe.NativeHost.Telemetry;

/// <summary>Something that is kept for a while: when it happened and what it weighs in memory, roughly.</summary>
internal interface IKept
{
    DateTimeOffset At { get; }
    int Weight { get; }
}

/// <summary>One span; status is Unset, Ok or Error.</summary>
internal sealed record SpanRecord(string TraceId, string SpanId, string? ParentSpanId, string Service, string? Instance, string Name, string Kind, string Status, string? StatusMessage,
    DateTimeOffset Start, double DurationMs, IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<SpanEventRecord> Events, IReadOnlyList<string> Links, string Scope, int Weight) : IKept
{
    public DateTimeOffset At => Start;
}

internal sealed record SpanEventRecord(string Name, DateTimeOffset Time, IReadOnlyDictionary<string, string> Attributes);

/// <summary>One structured log line.</summary>
internal sealed record LogLine(DateTimeOffset Time, string Resource, string? Instance, string Level, int Severity, string Category, string Message, string? TraceId, string? SpanId,
    IReadOnlyDictionary<string, string> Attributes, int Weight) : IKept
{
    public DateTimeOffset At => Time;
}

/// <summary>The last value of one series. Sums and gauges have a value; histograms count, sum, min, max and an estimate of the 50th and 99th percentile.</summary>
internal sealed record MetricValue(string Service, string Name, string Unit, string Type, DateTimeOffset Time, IReadOnlyDictionary<string, string> Attributes)
{
    public double? Value { get; init; }
    public long? Count { get; init; }
    public double? Sum { get; init; }
    public double? P50 { get; init; }
    public double? P99 { get; init; }
}
