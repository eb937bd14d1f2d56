using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Ronghe.NativeHost.Tests.Engine;

namespace Ronghe.NativeHost.Tests.Telemetry;

public sealed class SinkTests : IDisposable
{
    private readonly TestFolder folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task One_call_through_two_services_is_one_trace_with_its_log_line()
    {
        await using var host = await SampleHost.StartAsync(folder.Path);
        using var client = new HttpClient();
        Assert.Equal("204", await client.GetStringAsync($"{host.File.Gateway}/call?word=pine", Ct));

        JsonElement line = default;
        await Eventually.Holds(async () => (line = (await host.GetAsync<JsonElement>("/api/logs?resource=first&level=Warning&text=pine")).EnumerateArray().FirstOrDefault()).ValueKind != JsonValueKind.Undefined);
        Assert.Equal("The word is pine", line.GetProperty("message").GetString());
        var traceId = line.GetProperty("traceId").GetString();

        List<JsonElement> spans = [];
        await Eventually.Holds(async () =>
        {
            var summaries = (await host.GetAsync<JsonElement>("/api/traces?service=second&text=/call")).EnumerateArray().ToList();
            if (summaries.Count == 0 || summaries[0].GetProperty("spans").GetInt32() < 3) return false;
            spans = [.. (await host.GetAsync<JsonElement>($"/api/traces/{traceId}")).GetProperty("spans").EnumerateArray()];
            return true;
        });
        Assert.Equal(["Server second", "Client second", "Server first"], spans.Select(span => $"{span.GetProperty("kind").GetString()} {span.GetProperty("service").GetString()}"));
        Assert.Equal(spans[1].GetProperty("spanId").GetString(), spans[2].GetProperty("parentSpanId").GetString());
        Assert.Equal("204", spans[2].GetProperty("attributes").GetProperty("http.response.status_code").GetString());
        Assert.All(spans, span => Assert.InRange(span.GetProperty("durationMs").GetDouble(), 0.001, 30_000));

        await Eventually.Holds(async () => (await host.GetAsync<JsonElement>("/api/metrics?service=first")).EnumerateArray().Any(metric => metric.GetProperty("name").GetString()!.StartsWith("dotnet.", StringComparison.Ordinal)));
        var console = await host.GetAsync<JsonElement>("/api/console/first-0");
        Assert.Contains(console.GetProperty("lines").EnumerateArray(), text => text.GetString()!.Contains("Now listening on", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_the_key_and_from_a_foreign_host_name_nothing_gets_in_or_out()
    {
        await using var host = await SampleHost.StartAsync(folder.Path, "--only first");
        using var client = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var message = new ByteArrayContent([0, 0, 0, 0, 0]) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } };
        using var answer = await client.PostAsync($"{host.File.Otlp}/opentelemetry.proto.collector.trace.v1.TraceService/Export", message, Ct);
        var status = answer.Headers.TryGetValues("grpc-status", out var early) ? early : answer.TrailingHeaders.GetValues("grpc-status");
        Assert.Equal("16", status.Single());

        using var plain = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{host.File.Api}/api/resources") { Headers = { Host = "evil.example" } };
        using var refused = await plain.SendAsync(request, Ct);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
    }
}
