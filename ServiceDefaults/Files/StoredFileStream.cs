namespace Ronghe.ServiceDefaults.Files;

/// <summary>A stored file that can be sought without fetching what is skipped.</summary>
internal sealed class StoredFileStream(IFileStorage storage, StoredFile file) : Stream
{
    private Stream? open;
    private long position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position
    {
        get => position;
        set => Seek(value, SeekOrigin.Begin);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (position >= file.Length) return 0;
        open ??= await storage.ReadAsync(file.Key, position, cancellationToken);
        var read = await open.ReadAsync(buffer, cancellationToken);
        position += read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin)
    {
        var target = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => position + offset, _ => file.Length + offset };
        ArgumentOutOfRangeException.ThrowIfNegative(target, nameof(offset));
        if (target != position) Close(ref open);
        return position = target;
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) Close(ref open);
        base.Dispose(disposing);
    }

    private static void Close(ref Stream? stream)
    {
        stream?.Dispose();
        stream = null;
    }
}
