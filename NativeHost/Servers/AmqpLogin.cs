using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Ronghe.NativeHost.Servers;

/// <summary>Opens and closes one AMQP 0-9-1 connection: proof that the broker serves this login, without a client library.</summary>
internal static class AmqpLogin
{
    private const ushort Start = 10, StartOk = 11, Tune = 30, TuneOk = 31, Open = 40, OpenOk = 41, Close = 50, CloseOk = 51;

    internal static async Task CheckAsync(int port, string user, string password, CancellationToken ct)
    {
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync("127.0.0.1", port, ct);
        await using var stream = client.GetStream();
        await stream.WriteAsync("AMQP\0\0\u0009\u0001"u8.ToArray(), ct);
        await ExpectAsync(stream, Start, ct);
        await SendAsync(stream, StartOk, [0, 0, 0, 0, .. Short("PLAIN"), .. Long($"\0{user}\0{password}"), .. Short("en_US")], ct);
        var tune = await ExpectAsync(stream, Tune, ct);
        await SendAsync(stream, TuneOk, tune[..8], ct);
        await SendAsync(stream, Open, [.. Short("/"), 0, 0], ct);
        await ExpectAsync(stream, OpenOk, ct);
        await SendAsync(stream, Close, [0, 200, .. Short(""), 0, 0, 0, 0], ct);
        await ExpectAsync(stream, CloseOk, ct);
    }

    // Frame: type 1 (method), channel 0, size, class 10 (connection), method, arguments, end mark.
    private static async Task SendAsync(NetworkStream stream, ushort method, byte[] arguments, CancellationToken ct)
    {
        var frame = new byte[7 + 4 + arguments.Length + 1];
        frame[0] = 1;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(3), 4 + arguments.Length);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(7), 10);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(9), method);
        arguments.CopyTo(frame.AsSpan(11));
        frame[^1] = 0xCE;
        await stream.WriteAsync(frame, ct);
    }

    private static async Task<byte[]> ExpectAsync(NetworkStream stream, ushort method, CancellationToken ct)
    {
        var head = new byte[7];
        await stream.ReadExactlyAsync(head, ct);
        var body = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(3)) + 1];
        await stream.ReadExactlyAsync(body, ct);
        var answered = BinaryPrimitives.ReadUInt16BigEndian(body.AsSpan(2));
        return answered == method ? body[4..^1] : throw new IOException($"The broker answered with method {answered} where {method} was due.");
    }

    private static byte[] Short(string text) => [(byte)Encoding.UTF8.GetByteCount(text), .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Long(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var framed = new byte[4 + bytes.Length];
        BinaryPrimitives.WriteInt32BigEndian(framed, bytes.Length);
        bytes.CopyTo(framed, 4);
        return framed;
    }
}
