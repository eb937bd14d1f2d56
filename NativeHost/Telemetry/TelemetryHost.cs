using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ronghe.NativeHost.Engine;
using Ronghe.NativeHost.Metrics;
using Ronghe.NativeHost.Pages;
using Ronghe.NativeHost.Processes;

namespace Ronghe.NativeHost.Telemetry;

/// <summary>The host's own web server, on loopback: receives OTLP over gRPC and serves the JSON API and the page.</summary>
internal sealed class TelemetryHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private TelemetryHost(WebApplication app, string api, string? otlp, OtlpTarget target) => (this.app, Api, Otlp, Target) = (app, api, otlp, target);

    internal string Api { get; }

    /// <summary>Null when the telemetry goes elsewhere.</summary>
    internal string? Otlp { get; }

    internal OtlpTarget Target { get; }

    internal static async Task<TelemetryHost> StartAsync(PlatformHost host, CancellationToken ct)
    {
        int api = Ports.Free(), otlp = Ports.Free();
        var key = new ApiKey(RandomNumberGenerator.GetHexString(32, lowercase: true));
        var elsewhere = Elsewhere();

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, api, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, otlp, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddGrpc(grpc =>
        {
            grpc.Interceptors.Add<ApiKeyCheck>();
            grpc.MaxReceiveMessageSize = 16 * 1024 * 1024;
        });
        builder.Services.AddSingleton(host);
        builder.Services.AddSingleton(key);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<TelemetryStore>();
        builder.Services.AddSingleton(services => new KeyMetrics(services.GetRequiredService<TelemetryStore>().Metrics, TimeProvider.System));
        builder.Services.AddProblemDetails();

        var app = builder.Build();
        // Only under these names: a page of another site that points its own name at loopback reads nothing.
        string[] names = [$"localhost:{api}", $"127.0.0.1:{api}"];
        app.Use(PageFiles.Protect);
        app.UseStatusCodePages();
        var own = app.MapGroup("").RequireHost(names);
        own.MapHostApi();
        own.MapPage();
        if (elsewhere is null)
        {
            app.MapGrpcService<TraceReceiver>().RequireHost($"*:{otlp}");
            app.MapGrpcService<LogReceiver>().RequireHost($"*:{otlp}");
            app.MapGrpcService<MetricReceiver>().RequireHost($"*:{otlp}");
        }
        await app.StartAsync(ct);

        var here = $"http://127.0.0.1:{otlp}";
        return new TelemetryHost(app, $"http://127.0.0.1:{api}", elsewhere is null ? here : null, elsewhere ?? new OtlpTarget(here, "grpc", $"{ApiKeyCheck.Header}={key.Value}"));
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await app.StopAsync(limit.Token);
        await app.DisposeAsync();
    }

    private static OtlpTarget? Elsewhere() => Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 } endpoint
        ? new OtlpTarget(endpoint, Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_PROTOCOL") ?? "grpc", Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_HEADERS") ?? "")
        : null;
}
