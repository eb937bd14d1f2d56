using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Ronghe.NativeHost.Telemetry.Wire;

namespace Ronghe.NativeHost.Telemetry;

/// <summary>Turns what came over the wire into what is kept.</summary>
internal static class Received
{
    private static readonly string[] Kinds = ["Unspecified", "Internal", "Server", "Client", "Producer", "Consumer"];
    private static readonly string[] Statuses = ["Unset", "Ok", "Error"];

    internal static IEnumerable<SpanRecord> Spans(ResourceSpans from)
    {
        var (service, instance) = Origin(from.Resource);
        return from.ScopeSpans.SelectMany(scope => scope.Spans.Select(span => new SpanRecord(Hex(span.TraceId)!, Hex(span.SpanId)!, Hex(span.ParentSpanId), service, instance,
            span.Name, Named(Kinds, span.Kind), Named(Statuses, span.Status?.Code ?? 0), Filled(span.Status?.Message), Time(span.StartTimeUnixNano),
            (span.EndTimeUnixNano - span.StartTimeUnixNano) / 1e6, Texts(span.Attributes),
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

    internal static IEnumerable<MetricValue> Metrics(ResourceMetrics from)
    {
        var (service, _) = Origin(from.Resource);
        foreach (var metric in from.ScopeMetrics.SelectMany(scope => scope.Metrics))
        {
            MetricValue Of(string type, ulong time, RepeatedField<KeyValue> attributes) => new(service, metric.Name, metric.Unit, type, Time(time), Texts(attributes));

            foreach (var point in (metric.Gauge ?? metric.Sum)?.DataPoints ?? [])
                yield return Of(metric.Gauge is null ? "sum" : "gauge", point.TimeUnixNano, point.Attributes) with
                {
                    Value = point.ValueCase == NumberPoint.ValueOneofCase.AsInt ? point.AsInt : point.AsDouble,
                };
            foreach (var point in metric.Histogram?.DataPoints ?? [])
                yield return Of("histogram", point.TimeUnixNano, point.Attributes) with
                {
                    Count = (long)point.Count, Sum = point.Sum, P50 = Percentile(point, 0.5), P99 = Percentile(point, 0.99),
                };
        }
    }

    // The upper bound of the bucket in which the share is reached.
    private static double? Percentile(HistogramPoint point, double share)
    {
        if (point.Count == 0 || point.ExplicitBounds.Count == 0) return null;
        ulong seen = 0;
        for (var bucket = 0; bucket < point.BucketCounts.Count; bucket++)
        {
            seen += point.BucketCounts[bucket];
            if (seen >= share * point.Count) return bucket < point.ExplicitBounds.Count ? point.ExplicitBounds[bucket] : point.Max > 0 ? point.Max : point.ExplicitBounds[^1];
        }
        return null;
    }

    // The template's values stand in the attributes; a line for people has them filled in.
    private static string Message(LogRecord record)
    {
        var message = Text(record.Body);
        foreach (var attribute in record.Attributes.Where(attribute => message.Contains('{', StringComparison.Ordinal)))
            message = message.Replace($"{{{attribute.Key}}}", Text(attribute.Value), StringComparison.Ordinal);
        return message;
    }

    private static (string Service, string? Instance) Origin(Source? resource)
    {
        var attributes = Texts(resource?.Attributes ?? []);
        return (attributes.GetValueOrDefault("service.name", "unknown"), attributes.GetValueOrDefault("service.instance.id"));
    }

    private static Dictionary<string, string> Texts(RepeatedField<KeyValue> attributes)
    {
        var texts = new Dictionary<string, string>(attributes.Count);
        foreach (var attribute in attributes) texts[attribute.Key] = Text(attribute.Value);
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

    private static string? Filled(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
