using System.Collections;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

// The engine's tests run this program twice over: as a small AppHost, and as the services that it starts.
if (Environment.GetEnvironmentVariable("SAMPLE_ROLE") == "service") await ServeAsync();
else Host(args);

static void Host(string[] args)
{
    var builder = DistributedApplication.CreateBuilder(args);
    var secret = builder.AddParameter("secret", new GenerateParameterDefault { MinLength = 20 }, secret: true, persist: true);
    var cache = builder.AddRedis("cache");
    var service = Path.Combine(builder.AppHostDirectory, "NativeHost.Sample.csproj");

    var first = builder.AddProject("first", service)
        .WithHttpEndpoint(name: "http")
        .WithHttpEndpoint(name: "h2", env: "H2_PORT")
        .WithReference(cache).WaitFor(cache)
        .WithEnvironment("SAMPLE_ROLE", "service")
        .WithEnvironment("SAMPLE_SECRET", secret)
        .WithEnvironment("SAMPLE_FAILS", builder.Configuration["SAMPLE_FIRST_FAILS"])
        .WithReplicas(2)
        .WithHttpHealthCheck("/health");

    builder.AddProject("second", service)
        .WithHttpEndpoint(port: int.TryParse(builder.Configuration["SAMPLE_PORT"], out var port) ? port : null, name: "http")
        .WithExternalHttpEndpoints()
        .WithReference(first).WaitFor(first)
        .WithEnvironment("SAMPLE_ROLE", "service")
        .WithEnvironment("SAMPLE-HYPHEN__0", "kept")
        .WithEnvironment("SAMPLE_FIRST", $"{first.GetEndpoint("http")}/path")
        .WithHttpHealthCheck("/health");

    if (builder.Configuration["SAMPLE_GATEWAY"] is { } gatewayProject)
    {
        // The real gateway sends what no service has claimed to "portal".
        var portal = builder.AddProject("portal", service)
            .WithHttpEndpoint(name: "http")
            .WithEnvironment("SAMPLE_ROLE", "service")
            .WithReplicas(2)
            .WithHttpHealthCheck("/health");
        builder.AddProject("gateway", gatewayProject)
            .WithHttpEndpoint(name: "http")
            .WithReference(cache).WaitFor(cache)
            .WithReference(portal).WaitFor(portal)
            .WithEnvironment("Identity__Issuer", "http://identity.test/")
            .WithHttpHealthCheck("/alive");
    }

    builder.Build().Run();
}

static async Task ServeAsync()
{
    if (Environment.GetEnvironmentVariable("SAMPLE_FAILS") is { Length: > 0 } reason)
    {
        await Console.Error.WriteLineAsync(reason);
        Environment.Exit(3);
    }
    var builder = WebApplication.CreateSlimBuilder();
    builder.Services.AddOpenTelemetry().UseOtlpExporter()
        .WithTracing(traces => traces.AddAspNetCoreInstrumentation().AddHttpClientInstrumentation())
        .WithMetrics(metrics => metrics.AddRuntimeInstrumentation())
        .WithLogging();
    var app = builder.Build();
    app.MapGet("/health", () => "Healthy");
    app.MapGet("/alive", () => "Alive");
    app.MapGet("/process", () => Environment.ProcessId);
    app.MapGet("/environment", () => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value));
    app.MapGet("/path", (string? word, ILogger<Program> log) =>
    {
        log.LogWarning("The word is {Word}", word);
        return Results.NoContent();
    });
    app.MapGet("/call", async (string word) =>
    {
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri($"{Environment.GetEnvironmentVariable("SAMPLE_FIRST")}?word={word}"));
        return (int)answer.StatusCode;
    });
    await app.RunAsync();
}
