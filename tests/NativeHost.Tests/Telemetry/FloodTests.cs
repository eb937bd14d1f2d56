using Google.Protobuf;
using Microsoft.Extensions.Time.Testing;
using Ronghe.NativeHost.Telemetry;
using Ronghe.NativeHost.Telemetry.Wire;

namespace Ronghe.NativeHost.Tests.Telemetry;

/// <summary>A service that logs and traces without end must not take the host's memory.</summary>
public sealed class FloodTests
{
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public async Task Ten_times_what_fits_stays_within_the_promised_memory()
    {
        var store = new TelemetryStore(clock);
        var (traces, logs, metrics) = (new TraceReceiver(store), new LogReceiver(store, clock), new MetricReceiver(store));
        var text = new string('木', 300);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 0; i < 400; i++)
        {
            await traces.Export(Spans(i, 1000, text), null!);
            await logs.Export(Lines(1000, text), null!);
            await metrics.Export(Figures(i, 1000), null!);
        }

        Assert.InRange(store.Spans.Weight, 32_000_000, 64_000_000);
        Assert.InRange(store.Logs.Weight, 16_000_000, 32_000_000);
        Assert.InRange(store.Metrics.Weight, 5_000_000, 32_000_000);
        // The weights are estimates; what counts is the memory itself.
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, 0, 200_000_000);
        Assert.NotEmpty(store.Trace($"{399:x32}"));
        Assert.Empty(store.Trace($"{0:x32}"));
        GC.KeepAlive(store);
    }

    [Fact]
    public async Task One_huge_line_is_cut_and_pushes_nothing_else_out()
    {
        var store = new TelemetryStore(clock);
        var logs = new LogReceiver(store, clock);
        await logs.Export(Lines(10, "kept"), null!);
        await logs.Export(Lines(1, new string('x', 3_000_000)), null!);

        Assert.Equal(11, store.Logs.All().Count);
        Assert.Equal(8_001, store.Logs.All()[^1].Message.Length);
    }

    private static ExportTraceRequest Spans(int trace, int count, string text)
    {
        var scope = new ScopeSpans();
        scope.Spans.AddRange(Enumerable.Range(0, count).Select(i => new Span
        {
            TraceId = ByteString.CopyFrom(Convert.FromHexString($"{trace:x32}")), SpanId = ByteString.CopyFrom(Convert.FromHexString($"{i:x16}")),
            Name = "GET", StartTimeUnixNano = 1, EndTimeUnixNano = 2, Attributes = { new KeyValue { Key = "text", Value = new AnyValue { StringValue = text } } },
        }));
        return new ExportTraceRequest { ResourceSpans = { new ResourceSpans { ScopeSpans = { scope } } } };
    }

    private static ExportLogsRequest Lines(int count, string text)
    {
        var scope = new ScopeLogs();
        scope.LogRecords.AddRange(Enumerable.Range(0, count).Select(_ => new LogRecord { Body = new AnyValue { StringValue = text } }));
        return new ExportLogsRequest { ResourceLogs = { new ResourceLogs { ScopeLogs = { scope } } } };
    }

    private static ExportMetricsRequest Figures(int round, int count)
    {
        var scope = new ScopeMetrics();
        scope.Metrics.AddRange(Enumerable.Range(0, count).Select(i => new Metric { Name = $"made.up.{round}.{i}", Gauge = new Numbers { DataPoints = { new NumberPoint { AsDouble = i } } } }));
        return new ExportMetricsRequest { ResourceMetrics = { new ResourceMetrics { ScopeMetrics = { scope } } } };
    }
}
