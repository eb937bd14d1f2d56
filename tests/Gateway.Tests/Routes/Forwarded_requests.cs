using System.Diagnostics;
using System.Net;
using Ronghe.Gateway.Tests.Running;
using Ronghe.Testing;

namespace Ronghe.Gateway.Tests.Routes;

public sealed class Forwarded_requests : GatewayTest
{
    [Fact]
    public async Task The_service_is_reached_over_http_2_in_cleartext()
    {
        using var client = Gateway.Client(Issuer.Person());
        using var answer = await client.GetAsync(Answers.At("/api/v1/learning/lessons?page=2"));
        var seen = await answer.Json();
        Assert.Equal("HTTP/2", seen["protocol"]!.GetValue<string>());
        Assert.Equal("/api/v1/learning/lessons", seen["path"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("/api/v1/unknown/thing")]
    [InlineData("/api/v2/learning/lessons")]
    [InlineData("/api")]
    [InlineData("/internal/directory/snapshot")]
    [InlineData("/INTERNAL/directory/snapshot")]
    [InlineData("/api/v1/learning/../../../internal/x")]
    [InlineData("/%69nternal/x")]
    public async Task What_has_no_route_is_a_404_problem_and_reaches_nobody(string path)
    {
        using var client = Gateway.Client(Issuer.Person());
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Gateway.Address.AbsoluteUri.TrimEnd('/') + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        using var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("not-found", await answer.Problem());
        Assert.Empty(Backend.Requests);
    }

    [Fact]
    public async Task What_a_client_says_about_its_address_is_replaced_by_what_the_gateway_sees()
    {
        using var client = Gateway.Client(Issuer.Person());
        foreach (var (name, value) in new[] { ("X-Forwarded-For", "6.6.6.6"), ("X-Forwarded-Host", "evil.test"), ("X-Forwarded-Proto", "gopher"), ("X-Forwarded-Prefix", "/evil"), ("Forwarded", "for=6.6.6.6"), ("X-Real-IP", "6.6.6.6"), ("X-Original-URL", "/internal"), ("X-HTTP-Method-Override", "DELETE"), ("Proxy-Authorization", "Basic x"), ("Keep-Alive", "5"), ("TE", "trailers, deflate") })
            client.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        using var answer = await client.GetAsync(Answers.At("/api/v1/learning/lessons"));
        var headers = (await answer.Json())["headers"]!.AsObject();
        Assert.Equal("127.0.0.1", headers["X-Forwarded-For"]!.GetValue<string>());
        Assert.Equal("http", headers["X-Forwarded-Proto"]!.GetValue<string>());
        Assert.Equal(Gateway.Address.Authority, headers["X-Forwarded-Host"]!.GetValue<string>());
        foreach (var gone in new[] { "X-Forwarded-Prefix", "Forwarded", "X-Real-IP", "X-Original-URL", "X-HTTP-Method-Override", "Proxy-Authorization", "Keep-Alive" })
            Assert.False(headers.ContainsKey(gone), gone);
    }

    [Fact]
    public async Task Answers_carry_security_headers_and_do_not_say_what_server_made_them()
    {
        using var client = Gateway.Client(Issuer.Person());
        foreach (var path in new[] { "/api/v1/learning/lessons", "/api/v1/nothing", "/health" })
        {
            using var answer = await client.GetAsync(Answers.At(path));
            Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
            Assert.Equal(["DENY"], answer.Headers.GetValues("X-Frame-Options"));
            Assert.Contains("default-src 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.Contains("no-store", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
            Assert.False(answer.Headers.Contains("Server"));
            Assert.False(answer.Headers.Contains("X-Powered-By"));
        }
    }

    [Fact]
    public async Task The_trace_goes_on_through_one_server_span_and_one_client_span()
    {
        var spans = new System.Collections.Concurrent.ConcurrentQueue<Activity>();
        var trace = ActivityTraceId.CreateRandom();
        using var listener = new ActivityListener { ShouldListenTo = _ => true, ActivityStopped = span => { if (span.TraceId == trace) spans.Enqueue(span); } };
        ActivitySource.AddActivityListener(listener);
        using var client = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null }) { BaseAddress = Gateway.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", Issuer.Person());
        (await client.GetAsync(Answers.At("/api/v1/learning/lessons"))).Dispose(); // fetches the key set, which is a span of its own
        client.DefaultRequestHeaders.Add("traceparent", $"00-{trace}-00f067aa0ba902b7-01");
        using var answer = await client.GetAsync(Answers.At("/api/v1/learning/lessons"));

        var parent = ActivityContext.Parse((await answer.Json())["headers"]!["traceparent"]!.GetValue<string>(), null);
        Assert.Equal(trace, parent.TraceId);
        await Eventually.True(() => Task.FromResult(spans.Count(span => span.Kind is ActivityKind.Server) >= 2), "both requests' spans have ended");
        var outgoing = Assert.Single(spans, span => span.Kind == ActivityKind.Client);
        Assert.Equal(parent.SpanId, outgoing.SpanId);
        var incoming = Assert.Single(spans, span => span.SpanId == outgoing.ParentSpanId);
        Assert.Equal((ActivityKind.Server, "00f067aa0ba902b7"), (incoming.Kind, incoming.ParentSpanId.ToHexString()));
        Assert.DoesNotContain(spans, span => span.Source.Name.StartsWith("Yarp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Events_stream_through_unbuffered()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var client = Gateway.Client(Issuer.Person());
        using var answer = await client.GetAsync(Answers.At("/api/v1/situation/events"), HttpCompletionOption.ResponseHeadersRead, patience.Token);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(patience.Token));
        foreach (var number in new[] { "1", "2", "3" })
        {
            await Backend.Events.Writer.WriteAsync(number, patience.Token); // the next is only sent when this one has arrived
            Assert.Equal($"data: {number}", await reader.ReadLineAsync(patience.Token));
            Assert.Equal("", await reader.ReadLineAsync(patience.Token));
        }
    }
}
