using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Ronghe.NativeHost.Telemetry.Wire;

namespace Ronghe.NativeHost.Telemetry;

internal sealed class TraceReceiver(TelemetryStore store) : TraceService.TraceServiceBase
{
    public override Task<ExportTraceResponse> Export(ExportTraceRequest request, ServerCallContext context)
    {
        foreach (var span in request.ResourceSpans.SelectMany(Received.Spans)) store.Spans.Add(span);
        return Task.FromResult(new ExportTraceResponse());
    }
}

internal sealed class LogReceiver(TelemetryStore store, TimeProvider clock) : LogsService.LogsServiceBase
{
    public override Task<ExportLogsResponse> Export(ExportLogsRequest request, ServerCallContext context)
    {
        foreach (var line in request.ResourceLogs.SelectMany(from => Received.Logs(from, clock.GetUtcNow()))) store.Logs.Add(line);
        return Task.FromResult(new ExportLogsResponse());
    }
}

internal sealed class MetricReceiver(TelemetryStore store) : MetricsService.MetricsServiceBase
{
    public override Task<ExportMetricsResponse> Export(ExportMetricsRequest request, ServerCallContext context)
    {
        foreach (var (name, value) in request.ResourceMetrics.SelectMany(Received.Metrics)) store.Metrics.Add(name, value);
        return Task.FromResult(new ExportMetricsResponse());
    }
}

/// <summary>Only what this host has started knows the key.</summary>
internal sealed class ApiKeyCheck(ApiKey key) : Interceptor
{
    internal const string Header = "x-otlp-api-key";

    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        var given = Encoding.UTF8.GetBytes(context.RequestHeaders.GetValue(Header) ?? "");
        if (!CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(key.Value)))
            throw new RpcException(new Grpc.Core.Status(StatusCode.Unauthenticated, $"The header {Header} does not hold this host's key."));
        return continuation(request, context);
    }
}

internal sealed record ApiKey(string Value);
