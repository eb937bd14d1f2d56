using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Ronghe.NativeHost.Metrics;
using Ronghe.NativeHost.Telemetry.Wire;

namespace Ronghe.NativeHost.Telemetry;

/// <summary>Turns what came over the wire into what is kept.</summary>
internal static class Received
{
    private static readonly string[] Kinds = ["Unspecified", "Internal", "Server", "Client", "Producer", "Consumer"];
    private static readonly string[] Statuses = ["Unset", "Ok", "Error"];
    private const int Delta = 1, MostBuckets = 200, MostAttributes = 100, LongestText = 8_000;

    internal static IEnumerable<SpanRecord> Spans(ResourceSpans from)
    {
        var (service, instance) = Origin(from.Resource);
        return from.ScopeSpans.SelectMany(scope => scope.Spans.Select(span => new SpanRecord(Hex(span.TraceId)!, Hex(span.SpanId)!, Hex(span.ParentSpanId), service, instance,
            Cut(span.Name), Named(Kinds, span.Kind), Named(Statuses, span.Status?.Code ?? 0), Filled(span.Status?.Message), Time(span.StartTimeUnixNano),
            Math.Max(0, (long)(span.EndTimeUnixNano - span.StartTimeUnixNano) / 1e6), Texts(span.Attributes),
            [.. span.Events.Select(happened => new SpanEventRecord(happened.Name, Time(happened.TimeUnixNano), Texts(happened.Attributes)))],
            [.. span.Links.Select(link => Hex(link.TraceId)!)], scope.Scope?.Name ?? "", 400 + 4 * span.CalculateSize())));
    }

    internal static IEnumerable<LogLine> Logs(ResourceLogs from, DateTimeOffset now)
    {
        var (service, instance) = Origin(from.Resource);
        return from.ScopeLogs.SelectMany(scope => scope.LogRecords.Select(record => new LogLine(
            record.TimeUnixNano > 0 ? Time(record.TimeUnixNano) : record.ObservedTimeUnixNano > 0 ? Time(record.ObservedTimeUnixNano) : now, service, instance,
            Level(record.SeverityNumber), record.SeverityNumber, scope.Scope?.Name ?? "", Message(record), Hex(record.TraceId), Hex(record.SpanId),
            Texts(record.Attributes), 300 + 4 * record.CalculateSize())));
    }

    internal static IEnumerable<(MetricName Name, Measurement Value)> Metrics(ResourceMetrics from)
    {
        var (service, instance) = Origin(from.Resource);
        foreach (var metric in from.ScopeMetrics.SelectMany(scope => scope.Metrics))
        {
            MetricName Of(string type, RepeatedField<KeyValue> attributes) => new(service, instance, metric.Name, metric.Unit, type, Texts(attributes));

            foreach (var point in metric.Gauge?.DataPoints ?? [])
                yield return (Of("gauge", point.Attributes), new Measurement(Time(point.TimeUnixNano), Number(point)));
            foreach (var point in metric.Sum?.DataPoints ?? [])
                yield return (Of(metric.Sum!.IsMonotonic ? "counter" : "sum", point.Attributes), new Measurement(Time(point.TimeUnixNano), Number(point)) { IsDelta = metric.Sum.AggregationTemporality == Delta });
            foreach (var point in metric.Histogram?.DataPoints ?? [])
                yield return (Of("histogram", point.Attributes), new Measurement(Time(point.TimeUnixNano), point.Sum)
                {
                    IsDelta = metric.Histogram!.AggregationTemporality == Delta,
                    Count = (long)point.Count, Buckets = [.. point.BucketCounts.Take(MostBuckets).Select(count => (long)count)], Bounds = [.. point.ExplicitBounds.Take(MostBuckets)],
                });
        }
    }

    private static double Number(NumberPoint point) => point.ValueCase == NumberPoint.ValueOneofCase.AsInt ? point.AsInt : point.AsDouble;

    // The template's values stand in the attributes; a line for people has them filled in.
    private static string Message(LogRecord record)
    {
        var message = Text(record.Body);
        foreach (var attribute in record.Attributes.Where(attribute => message.Contains('{', StringComparison.Ordinal)))
            message = message.Replace($"{{{attribute.Key}}}", Text(attribute.Value), StringComparison.Ordinal);
        return Cut(message);
    }

    private static (string Service, string? Instance) Origin(Source? resource)
    {
        var attributes = Texts(resource?.Attributes ?? []);
        return (attributes.GetValueOrDefault("service.name", "unknown"), attributes.GetValueOrDefault("service.instance.id"));
    }

    private static Dictionary<string, string> Texts(RepeatedField<KeyValue> attributes)
    {
        var texts = new Dictionary<string, string>(attributes.Count);
        foreach (var attribute in attributes.Take(MostAttributes)) texts[Cut(attribute.Key)] = Cut(Text(attribute.Value));
        return texts;
    }

    private static string Text(AnyValue? value) => value?.ValueCase switch
    {
        AnyValue.ValueOneofCase.StringValue => value.StringValue,
        AnyValue.ValueOneofCase.BoolValue => value.BoolValue ? "true" : "false",
        AnyValue.ValueOneofCase.IntValue => value.IntValue.ToString(CultureInfo.InvariantCulture),
        AnyValue.ValueOneofCase.DoubleValue => value.DoubleValue.ToString(CultureInfo.InvariantCulture),
        AnyValue.ValueOneofCase.ArrayValue => $"[{string.Join(", ", value.ArrayValue.Values.Select(Text))}]",
        AnyValue.ValueOneofCase.KvlistValue => $"{{{string.Join(", ", value.KvlistValue.Values.Select(pair => $"{pair.Key}: {Text(pair.Value)}"))}}}",
        AnyValue.ValueOneofCase.BytesValue => Convert.ToBase64String(value.BytesValue.Span),
        _ => "",
    };

    // Severity numbers come in fours: 1 Trace, 5 Debug, 9 Information, 13 Warning, 17 Error, 21 Critical.
    private static string Level(int severity) => severity switch
    {
        >= 21 => "Critical",
        >= 17 => "Error",
        >= 13 => "Warning",
        >= 9 => "Information",
        >= 5 => "Debug",
        _ => "Trace",
    };

    private static DateTimeOffset Time(ulong nanoseconds) => DateTimeOffset.UnixEpoch.AddTicks((long)(nanoseconds / 100));

    private static string? Hex(ByteString bytes) => bytes.Length == 0 ? null : Convert.ToHexStringLower(bytes.Span);

    private static string Named(string[] names, int number) => number >= 0 && number < names.Length ? names[number] : names[0];

    private static string? Filled(string? text) => string.IsNullOrEmpty(text) ? null : Cut(text);

    private static string Cut(string text) => text.Length <= LongestText ? text : $"{text.AsSpan(0, LongestText)}…";
}
