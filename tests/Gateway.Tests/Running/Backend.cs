using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Ronghe.Gateway.Tests.Running;

/// <summary>A service to forward to: answers with what reached it, over HTTP/2 in cleartext or HTTP/1.1.</summary>
public sealed class Backend : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Backend(WebApplication app, string name) => (_app, Name) = (app, name);

    public string Name { get; }
    public string Address => _app.Urls.Single();
    public ConcurrentQueue<Seen> Requests { get; } = [];
    public Channel<string> Events { get; } = Channel.CreateUnbounded<string>();
    public string? OpenApi { get; set; }
    public int HealthStatus { get; set; } = 200;

    public sealed record Seen(string Method, string Path, string Protocol, string? TraceParent, JsonObject Headers, long Body);

    public static async Task<Backend> StartAsync(string name = "one", HttpProtocols protocols = HttpProtocols.Http2, string url = "http://127.0.0.1:0")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url).ConfigureKestrel(kestrel =>
        {
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = protocols);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        var backend = new Backend(builder.Build(), name);
        backend.Map();
        await backend._app.StartAsync();
        return backend;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(0);
        Events.Writer.TryComplete();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private void Map()
    {
        _app.MapGet("/alive", () => "alive");
        _app.MapGet("/health", () => Results.Json(new { status = HealthStatus == 200 ? "Healthy" : "Unhealthy" }, statusCode: HealthStatus));
        _app.MapGet("/openapi/v1.json", () => OpenApi is null ? Results.NotFound() : Results.Text(OpenApi, "application/json"));
        _app.MapGet("/api/v1/situation/events", async (HttpContext http) =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await foreach (var line in Events.Reader.ReadAllAsync(http.RequestAborted))
            {
                await http.Response.WriteAsync($"data: {line}\n\n", http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
            }
        });
        _app.Map("/{**rest}", Echo);
    }

    private async Task Echo(HttpContext http)
    {
        long size = 0;
        var buffer = new byte[8192];
        for (int read; (read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0;) size += read;
        var headers = new JsonObject(http.Request.Headers.Select(header => KeyValuePair.Create<string, JsonNode?>(header.Key, header.Value.ToString())), new JsonNodeOptions { PropertyNameCaseInsensitive = true });
        Requests.Enqueue(new Seen(http.Request.Method, http.Request.Path, http.Request.Protocol, http.Request.Headers.TraceParent, headers, size));
        http.Response.Headers["X-Powered-By"] = "backend";
        await http.Response.WriteAsJsonAsync(new { name = Name, protocol = http.Request.Protocol, host = http.Request.Host.Value, path = http.Request.Path.Value, headers, body = size });
    }
}
