using System.Security.Cryptography;

namespace Ronghe.ServiceDefaults.Files;

/// <summary>Counts and hashes what is read through it, and throws as soon as there is more than allowed.</summary>
internal sealed class MeasuredStream(ReadOnlyMemory<byte> head, Stream rest, long most) : Stream
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private ReadOnlyMemory<byte> head = head;
    private long length;

    public bool Exceeded { get; private set; }

    public string Sha256 => Convert.ToHexStringLower(hash.GetCurrentHash());

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get => length; set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = TakeHead(buffer.Span);
        if (read == 0) read = await rest.ReadAsync(buffer, cancellationToken);
        Measure(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        hash.Dispose();
        base.Dispose(disposing);
    }

    private int TakeHead(Span<byte> buffer)
    {
        var taken = Math.Min(head.Length, buffer.Length);
        head.Span[..taken].CopyTo(buffer);
        head = head[taken..];
        return taken;
    }

    private void Measure(ReadOnlySpan<byte> bytes)
    {
        length += bytes.Length;
        if (length > most)
        {
            Exceeded = true;
            throw new InvalidDataException("More bytes than allowed.");
        }

        hash.AppendData(bytes);
    }
}
