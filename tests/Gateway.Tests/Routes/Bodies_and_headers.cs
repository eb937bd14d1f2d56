using System.Net;
using System.Net.Sockets;
using System.Text;
using Ronghe.Gateway.Tests.Running;

namespace Ronghe.Gateway.Tests.Routes;

public sealed class Bodies_and_headers : GatewayTest
{
    private static readonly Uri Completions = Answers.At("/api/v1/learning/lessons/x/completions");

    [Fact]
    public async Task A_body_up_to_the_limit_goes_through_whole()
    {
        using var client = Gateway.Client(Issuer.Person());
        using var answer = await client.PostAsync(Completions, new ByteArrayContent(new byte[1024 * 1024]));
        Assert.Equal(1024 * 1024, (await answer.Json())["body"]!.GetValue<long>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_larger_body_is_413_whether_it_says_its_size_or_not(bool says)
    {
        using var client = Gateway.Client(Issuer.Person());
        using var request = new HttpRequestMessage(HttpMethod.Post, Completions) { Content = new ByteArrayContent(new byte[1024 * 1024 + 1]) };
        request.Headers.TransferEncodingChunked = !says;
        request.Headers.ExpectContinue = true;
        using var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("body-too-large", await answer.Problem());
        Assert.Empty(Backend.Requests);
    }

    [Fact]
    public async Task A_route_may_set_a_smaller_limit_as_data()
    {
        using var client = Gateway.Client();
        using var answer = await client.PostAsync(Answers.At("/connect/token"), new ByteArrayContent(new byte[70_000]));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task A_grpc_content_type_does_not_lift_the_limit()
    {
        using var client = Gateway.Client(Issuer.Person());
        using var content = new ByteArrayContent(new byte[10]);
        content.Headers.ContentType = new("application/grpc");
        using var answer = await client.PostAsync(Completions, content);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    [Fact]
    public async Task Headers_that_are_too_large_or_too_many_are_431()
    {
        using var client = Gateway.Client(Issuer.Person());
        client.DefaultRequestHeaders.Add("X-Large", new string('a', 33 * 1024));
        using (var answer = await client.GetAsync(Completions)) Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, answer.StatusCode);

        using var other = Gateway.Client(Issuer.Person());
        for (var i = 0; i < 65; i++) other.DefaultRequestHeaders.Add($"X-{i}", "1");
        using (var answer = await other.GetAsync(Completions)) Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, answer.StatusCode);
    }

    public static TheoryData<string, string> Ambiguous => new()
    {
        { "length and chunked", "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" },
        { "chunked and length", "Transfer-Encoding: chunked\r\nContent-Length: 30\r\n\r\n0\r\n\r\nGET /admin HTTP/1.1\r\nHost: x\r\n\r\n" },
        { "two lengths", "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd" },
        { "a list of lengths", "Content-Length: 4, 5\r\n\r\nabcd" },
        { "a negative length", "Content-Length: -1\r\n\r\n" },
        { "chunked not last", "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" },
        { "unknown encoding", "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" },
        { "space before the colon", "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" },
        { "a folded header", "X-A: b\r\n c: d\r\nContent-Length: 0\r\n\r\n" },
        { "a bare CR in a header", "X-A: b\rTransfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n" },
        { "two hosts", "Host: other\r\nContent-Length: 0\r\n\r\n" },
        { "a chunk size that overflows", "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\nabc\r\n0\r\n\r\n" }
    };

    [Theory]
    [MemberData(nameof(Ambiguous))]
    public async Task A_request_whose_end_can_be_read_two_ways_is_refused(string name, string rest)
    {
        var answer = await Raw($"POST /api/v1/learning/x HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer {Issuer.Person()}\r\n{rest}");
        Assert.True(answer.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal), $"{name}: {answer}");
        Assert.Equal(answer.IndexOf("HTTP/1.1 ", StringComparison.Ordinal), answer.LastIndexOf("HTTP/1.1 ", StringComparison.Ordinal));
        Assert.Empty(Backend.Requests);
    }

    public static TheoryData<string, string, string> Crooked => new()
    {
        { "a bare LF after a header", "GET /api/v1/learning/x HTTP/1.1\r\nHost: gateway\nX-A: b\r\n\r\n", "400" },
        { "a bare LF before the end", "GET /api/v1/learning/x HTTP/1.1\r\nHost: gateway\r\nX-A: b\n\r\nGET /internal/x HTTP/1.1\r\nHost: gateway\r\n\r\n", "400" },
        { "another host than the address names", "GET http://evil.test/api/v1/learning/x HTTP/1.1\r\nHost: gateway\r\n\r\n", "400" },
        { "no host", "GET /api/v1/learning/x HTTP/1.1\r\n\r\n", "400" },
        { "a host with a path", "GET /api/v1/learning/x HTTP/1.1\r\nHost: gateway/internal\r\n\r\n", "400" },
        { "a host with a user", "GET /api/v1/learning/x HTTP/1.1\r\nHost: user@gateway\r\n\r\n", "400" },
        { "an authority to connect to", "CONNECT internal:5432 HTTP/1.1\r\nHost: internal:5432\r\n\r\n", "405" },
        { "a header without a name", "GET /api/v1/learning/x HTTP/1.1\r\nHost: gateway\r\n: b\r\n\r\n", "400" },
        { "a header without a colon", "GET /api/v1/learning/x HTTP/1.1\r\nHost: gateway\r\nX-A\r\n\r\n", "400" },
        { "a NUL in a header", "GET /api/v1/learning/x HTTP/1.1\r\nHost: gateway\r\nX-A: b\0c\r\n\r\n", "400" },
        { "a NUL in the path", "GET /api/v1/learning/%00 HTTP/1.1\r\nHost: gateway\r\n\r\n", "400" },
        { "a version that is none", "GET /api/v1/learning/x HTTP/1.9\r\nHost: gateway\r\n\r\n", "505" },
        { "a line that never ends", "GET /api/v1/learning/" + new string('a', 9000) + " HTTP/1.1\r\nHost: gateway\r\n\r\n", "414" },
        { "headers without end", "GET /api/v1/learning/x HTTP/1.1\r\nHost: gateway\r\nX-A: " + new string('a', 40_000) + "\r\n\r\n", "431" },
    };

    [Theory]
    [MemberData(nameof(Crooked))]
    public async Task A_crooked_request_is_answered_once_and_reaches_nobody(string name, string request, string status)
    {
        var answer = await Raw(request);
        Assert.True(answer.StartsWith($"HTTP/1.1 {status} ", StringComparison.Ordinal), $"{name}: {answer}");
        Assert.Equal(answer.IndexOf("HTTP/1.1 ", StringComparison.Ordinal), answer.LastIndexOf("HTTP/1.1 ", StringComparison.Ordinal));
        Assert.Empty(Backend.Requests);
    }

    [Fact]
    public async Task What_is_sent_behind_a_refused_request_is_not_taken_for_a_request()
    {
        var answer = await Raw($"POST /api/v1/learning/x HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer {Issuer.Person()}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /api/v1/learning/smuggled HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer {Issuer.Person()}\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Empty(Backend.Requests);
    }

    [Fact]
    public async Task An_upgrade_is_ignored()
    {
        var answer = await Raw($"GET /api/v1/learning/x HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer {Issuer.Person()}\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.False(Assert.Single(Backend.Requests).Headers.ContainsKey("Upgrade"));
    }

    // Reads until the gateway closes the connection, or stays silent for a while after its answer.
    private async Task<string> Raw(string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(Gateway.Address.Host, Gateway.Address.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                using var silence = new CancellationTokenSource(TimeSpan.FromSeconds(text.Length == 0 ? 10 : 1));
                var read = await stream.ReadAsync(buffer, silence.Token);
                if (read == 0) break;
                text.Append(Encoding.ASCII.GetString(buffer, 0, read));
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException)
        {
        }

        return text.ToString();
    }
}
