using System.Text.Json.Serialization;

namespace Ronghe.NativeHost.Telemetry;

/// <summary>Something that is kept for a while: when it happened and what it weighs in memory, roughly.</summary>
internal interface IKept
{
    DateTimeOffset At { get; }
    int Weight { get; }
}

/// <summary>One span; status is Unset, Ok or Error.</summary>
internal sealed record SpanRecord(string TraceId, string SpanId, string? ParentSpanId, string Service, string? Instance, string Name, string Kind, string Status, string? StatusMessage,
    DateTimeOffset Start, double DurationMs, IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<SpanEventRecord> Events, IReadOnlyList<string> Links, string Scope, [property: JsonIgnore] int Weight) : IKept
{
    [JsonIgnore] public DateTimeOffset At => Start;
}

internal sealed record SpanEventRecord(string Name, DateTimeOffset Time, IReadOnlyDictionary<string, string> Attributes);

/// <summary>One structured log line.</summary>
internal sealed record LogLine(DateTimeOffset Time, string Resource, string? Instance, string Level, int Severity, string Category, string Message, string? TraceId, string? SpanId,
    IReadOnlyDictionary<string, string> Attributes, [property: JsonIgnore] int Weight) : IKept
{
    [JsonIgnore] public DateTimeOffset At => Time;
}
