using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Health;
using Ronghe.ServiceDefaults.Idempotency;
using Ronghe.ServiceDefaults.Messaging.Failures;
using Ronghe.ServiceDefaults.Problems;
using Ronghe.ServiceDefaults.Telemetry;
using StackExchange.Redis;

namespace Ronghe.ServiceDefaults;

/// <summary>What every service gets.</summary>
public static class ServiceDefaultsExtensions
{
    private static readonly string[] Languages = ["zh-CN", "en"];

    /// <summary>Telemetry, health, problems, tokens, discovery, resilience, Redis when configured, and the h2c endpoint.</summary>
    /// <param name="builder">The service.</param>
    /// <param name="service">Its name in the AppHost, such as <c>power-items</c>.</param>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder, string service)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddTelemetry();
        builder.AddTokenValidation();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenAsConfigured(builder.Configuration));
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http =>
        {
            http.AddStandardResilienceHandler();
            http.AddServiceDiscovery();
        });
        builder.Services.AddHealthChecks();
        builder.AddProblems();
        builder.AddRedisWhenConfigured();
        builder.Services.AddOpenApi("v1", options => options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = service;
            document.Info.Version = "v1";
            document.Servers?.Clear();
            return Task.CompletedTask;
        }));
        return builder;
    }

    /// <summary>Problems, language, token check, <c>/health</c>, <c>/alive</c>, <c>/openapi/v1.json</c>, and what operations need of a service with messaging.</summary>
    public static WebApplication MapServiceDefaults(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseExceptionHandler();
        app.UseRequestLocalization(options => options.SetDefaultCulture(Languages[0]).AddSupportedCultures(Languages).AddSupportedUICultures(Languages));
        app.UseStatusCodePages();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.Use(IdempotencyMiddleware.Invoke);
        app.MapHealth();
        app.MapOpenApi().AllowAnonymous();
        app.Services.GetService<FailureEndpoints>()?.Map(app);
        return app;
    }

    /// <summary>Each request to these endpoints is one transaction; POSTs take an Idempotency-Key.</summary>
    public static TBuilder WithUnitOfWork<TDb, TBuilder>(this TBuilder endpoints)
        where TDb : ServiceDb
        where TBuilder : IEndpointConventionBuilder => endpoints.AddEndpointFilter(UnitOfWorkFilter<TDb>.Invoke);

    /// <inheritdoc cref="WithUnitOfWork{TDb, TBuilder}(TBuilder)"/>
    public static RouteGroupBuilder WithUnitOfWork<TDb>(this RouteGroupBuilder endpoints)
        where TDb : ServiceDb => endpoints.WithUnitOfWork<TDb, RouteGroupBuilder>();

    private static void AddProblems(this WebApplicationBuilder builder)
    {
        builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = StatusProblems.Complete);
        builder.Services.AddExceptionHandler<ExceptionToProblem>();
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(options =>
        {
            // A misspelt field is an error of the caller that should not pass unseen.
            options.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            options.SerializerOptions.AllowDuplicateProperties = false;
            options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            options.SerializerOptions.Converters.Add(new JsonStringEnumConverter());
        });
    }

    private static void AddRedisWhenConfigured(this WebApplicationBuilder builder)
    {
        if (builder.Configuration.GetConnectionString("cache") is not { Length: > 0 } cache) return;
        var options = ConfigurationOptions.Parse(cache);
        options.AbortOnConnectFail = false;
        options.ConnectTimeout = 1000;
        options.AsyncTimeout = 1000;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        builder.Services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(options));
        builder.Services.AddSingleton(provider => new RedisTelemetry(provider.GetRequiredService<IConnectionMultiplexer>()));
        builder.Services.AddHostedService<RedisTelemetryStart>();
        builder.Services.AddHealthChecks().AddCheck<RedisHealth>("redis");
    }

    private sealed class RedisTelemetryStart(RedisTelemetry telemetry) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.FromResult(telemetry);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
