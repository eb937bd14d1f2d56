namespace Ronghe.ServiceDefaults.Files;

/// <summary>Keeps files below a folder. A file appears under its key only when it is whole and on the disk.</summary>
internal sealed class FolderStorage(string folder) : IFileStorage
{
    public async Task WriteAsync(string key, Stream content, CancellationToken ct)
    {
        var path = PathOf(key);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var partial = path + ".partial";
        try
        {
            await using (var file = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.Asynchronous))
            {
                await content.CopyToAsync(file, ct);
                file.Flush(flushToDisk: true);
            }

            File.Move(partial, path);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }

    public Task<Stream> ReadAsync(string key, long offset, CancellationToken ct)
    {
        var path = PathOf(key);
        if (!File.Exists(path)) throw new FileNotFoundException("Nothing is stored under this key.", key);
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, FileOptions.Asynchronous);
        file.Seek(offset, SeekOrigin.Begin);
        return Task.FromResult<Stream>(file);
    }

    public Task DeleteAsync(string key, CancellationToken ct)
    {
        if (File.Exists(PathOf(key))) File.Delete(PathOf(key));
        return Task.CompletedTask;
    }

    // Keys are our own; a key that leaves the folder is a bug or an attack, never a file.
    private string PathOf(string key)
    {
        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        var path = Path.GetFullPath(Path.Combine(root, key));
        return path.StartsWith(root, StringComparison.Ordinal) ? path : throw new ArgumentException("The key leaves the folder.", nameof(key));
    }
}
