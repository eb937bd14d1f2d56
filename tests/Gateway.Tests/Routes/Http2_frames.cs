using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Ronghe.Gateway.Tests.Running;

namespace Ronghe.Gateway.Tests.Routes;

/// <summary>HTTP/2 by hand over TLS: what a client library would never send.</summary>
public sealed class Http2_frames : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ronghe-h2-").FullName;
    private TokenIssuer _issuer = null!;
    private Backend _backend = null!;
    private GatewayProcess _gateway = null!;

    public async ValueTask InitializeAsync()
    {
        _issuer = await TokenIssuer.StartAsync();
        _backend = await Backend.StartAsync();
        _gateway = await GatewayProcess.StartAsync(_issuer, _backend, Path.Combine(_folder, "tls"));
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _backend.DisposeAsync();
        await _issuer.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public static TheoryData<string, string[]> Abuses => new()
    {
        { "two paths", [":method: GET", ":scheme: https", ":path: /api/v1/learning/x", ":path: /internal/x", ":authority: gateway"] },
        { "no path", [":method: GET", ":scheme: https", ":authority: gateway"] },
        { "an empty path", [":method: GET", ":scheme: https", ":path: ", ":authority: gateway"] },
        { "a path without a slash", [":method: GET", ":scheme: https", ":path: api/v1/learning/x", ":authority: gateway"] },
        { "an unknown pseudo header", [":method: GET", ":scheme: https", ":path: /api/v1/learning/x", ":authority: gateway", ":evil: 1"] },
        { "a pseudo header after a header", [":method: GET", ":scheme: https", "accept: */*", ":path: /api/v1/learning/x", ":authority: gateway"] },
        { "an answer's pseudo header", [":method: GET", ":scheme: https", ":path: /api/v1/learning/x", ":authority: gateway", ":status: 200"] },
        { "upper case", [":method: GET", ":scheme: https", ":path: /api/v1/learning/x", ":authority: gateway", "X-Upper: 1"] },
        { "a connection header", [":method: GET", ":scheme: https", ":path: /api/v1/learning/x", ":authority: gateway", "connection: close"] },
        { "chunked", [":method: POST", ":scheme: https", ":path: /api/v1/learning/x", ":authority: gateway", "transfer-encoding: chunked"] },
        { "a line break in a value", [":method: GET", ":scheme: https", ":path: /api/v1/learning/x", ":authority: gateway", "x-a: b\r\ntransfer-encoding: chunked"] },
        { "a line break in the path", [":method: GET", ":scheme: https", ":path: /api/v1/learning/x HTTP/1.1\r\nHost: x\r\n\r\n", ":authority: gateway"] },
        { "a length that is not the body's", [":method: POST", ":scheme: https", ":path: /api/v1/learning/x", ":authority: gateway", "content-length: 5"] },
        { "a method with a space", [":method: GET /internal", ":scheme: https", ":path: /api/v1/learning/x", ":authority: gateway"] },
    };

    [Theory]
    [MemberData(nameof(Abuses))]
    public async Task An_abused_pseudo_header_reaches_nobody(string name, string[] headers)
    {
        var answer = await Send([.. headers, $"authorization: Bearer {_issuer.Person()}"]);
        Assert.True(answer is "RST" or "GOAWAY" or "400", $"{name}: {answer}");
        Assert.Empty(_backend.Requests);
    }

    [Fact]
    public async Task What_is_right_goes_through_this_hand_too()
    {
        var answer = await Send([":method: GET", ":scheme: https", ":path: /api/v1/learning/x", ":authority: gateway", $"authorization: Bearer {_issuer.Person()}"]);
        Assert.Equal("200", answer);
        Assert.Single(_backend.Requests);
    }

    // The first of: RST_STREAM, GOAWAY, or the status of the answer.
    private async Task<string> Send(string[] headers)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", _gateway.Port, limit.Token);
        await using var tls = new SslStream(socket.GetStream());
        await tls.AuthenticateAsClientAsync(GatewayProcess.Trusting(Path.Combine(_folder, "tls", "ca.crt"), SslApplicationProtocol.Http2), limit.Token);
        var block = new List<byte>();
        foreach (var header in headers)
        {
            var at = header.IndexOf(": ", 1, StringComparison.Ordinal);
            block.Add(0); // Literal without indexing, new name (RFC 7541, 6.2.2).
            Literal(block, header[..at]);
            Literal(block, header[(at + 2)..]);
        }

        byte[] start = [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame(4, 0, 0, []), .. Frame(1, 0x5, 1, [.. block])];
        await tls.WriteAsync(start, limit.Token);
        var head = new byte[9];
        try
        {
            while (true)
            {
                await tls.ReadExactlyAsync(head, limit.Token);
                var body = new byte[BinaryPrimitives.ReadInt32BigEndian([0, head[0], head[1], head[2]])];
                await tls.ReadExactlyAsync(body, limit.Token);
                if (head[3] == 3) return "RST";
                if (head[3] == 7) return "GOAWAY";
                if (head[3] == 1) return Status(body);
            }
        }
        catch (Exception failure) when (failure is EndOfStreamException or IOException)
        {
            return "GOAWAY";
        }
    }

    // Kestrel writes :status first: indexed 8 to 14 of the static table, or literal with its three digits.
    private static string Status(byte[] block)
    {
        string[] known = ["200", "204", "206", "304", "400", "404", "500"];
        var first = Array.Find(block, one => (one & 0xE0) != 0x20);
        if ((first & 0x80) != 0 && (first & 0x7F) is >= 8 and <= 14) return known[(first & 0x7F) - 8];
        return System.Text.RegularExpressions.Regex.Match(Encoding.Latin1.GetString(block), "[1-5][0-9][0-9]").Value;
    }

    private static void Literal(List<byte> block, string text)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        var length = bytes.Length;
        if (length < 127)
        {
            block.Add((byte)length);
        }
        else
        {
            block.Add(127);
            for (length -= 127; length >= 128; length >>= 7) block.Add((byte)(length % 128 + 128));
            block.Add((byte)length);
        }

        block.AddRange(bytes);
    }

    private static byte[] Frame(byte type, byte flags, int stream, byte[] body)
    {
        var frame = new byte[9 + body.Length];
        frame[0] = (byte)(body.Length >> 16);
        frame[1] = (byte)(body.Length >> 8);
        frame[2] = (byte)body.Length;
        frame[3] = type;
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        body.CopyTo(frame, 9);
        return frame;
    }
}
