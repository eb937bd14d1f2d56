using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Ronghe.ServiceDefaults.Telemetry;

/// <summary>Traces, metrics and logs over OTLP.</summary>
public static class TelemetryExtensions
{
    private static readonly Dictionary<string, LogLevel> Chatty = new()
    {
        ["Microsoft.AspNetCore"] = LogLevel.Warning,
        ["Microsoft.EntityFrameworkCore"] = LogLevel.Warning,
        ["System.Net.Http.HttpClient"] = LogLevel.Warning,
        ["Polly"] = LogLevel.Warning,
        ["Yarp.ReverseProxy.Forwarder"] = LogLevel.Warning,
        // "Unhealthy", as an error, each second of every start: /health and the host's page say so.
        ["Microsoft.Extensions.Diagnostics.HealthChecks"] = LogLevel.Critical,
    };

    /// <summary>Exports to <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> when it is set. Health probes are not traced; the framework's own chatter is logged from Warning up unless <c>Logging:LogLevel</c> names it.</summary>
    public static IHostApplicationBuilder AddTelemetry(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Logging.QuietUnlessAsked(builder.Configuration);
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });
        var telemetry = builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter("MassTransit", "Npgsql", "Ronghe.*"))
            .WithTracing(tracing => tracing
                .AddSource(builder.Environment.ApplicationName, "MassTransit", "RabbitMQ.Client.*", "Ronghe.*")
                .AddAspNetCoreInstrumentation(options => options.Filter = IsTraced)
                .AddHttpClientInstrumentation()
                .AddNpgsql());
        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"])) telemetry.UseOtlpExporter();
        return builder;
    }

    // Every request, command and health probe is a span and a measurement already; as log lines they bury the service's own.
    private static void QuietUnlessAsked(this ILoggingBuilder logging, IConfiguration configuration)
    {
        foreach (var (category, level) in Chatty.Where(one => configuration[$"Logging:LogLevel:{one.Key}"] is null)) logging.AddFilter(category, level);
    }

    // An answer to a satisfaction survey leaves no trace that could be laid beside its sender's others.
    private static bool IsTraced(HttpContext http) => !http.Request.Path.StartsWithSegments("/health")
        && !http.Request.Path.StartsWithSegments("/alive") && !http.Request.Path.StartsWithSegments("/api/v1/welfare/survey-answers");
}
