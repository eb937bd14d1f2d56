namespace Ronghe.ServiceDefaults.Files;

/// <summary>
/// Where bytes lie: a folder or an S3-compatible store. Keys are made by <see cref="FileStore"/>, never by a caller; rules about
/// size, type and names are kept there too.
/// </summary>
public interface IFileStorage
{
    /// <summary>Stores what the stream holds under a new key. All or nothing: when the stream throws, nothing stays under the key.</summary>
    Task WriteAsync(string key, Stream content, CancellationToken ct);

    /// <summary>The bytes from <paramref name="offset"/> to the end.</summary>
    /// <exception cref="FileNotFoundException">Nothing is stored under the key.</exception>
    Task<Stream> ReadAsync(string key, long offset, CancellationToken ct);

    /// <summary>Removes the bytes; a key without any is fine.</summary>
    Task DeleteAsync(string key, CancellationToken ct);
}
