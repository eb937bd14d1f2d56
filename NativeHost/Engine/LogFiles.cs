namespace Ronghe.NativeHost.Engine;

/// <summary>The console logs: each is one file and at most one former file, however long the platform runs.</summary>
internal static class LogFiles
{
    private const long Most = 10_000_000;
    private const int ReadBack = 4_000_000;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(20);

    /// <summary>Turns what has grown large, now and until the token ends it.</summary>
    internal static async Task KeepShortAsync(string folder, CancellationToken ct, long most = Most, TimeSpan? interval = null)
    {
        using var timer = new PeriodicTimer(interval ?? Interval);
        try
        {
            do Turn(folder, most);
            while (await timer.WaitForNextTickAsync(ct));
        }
        catch (OperationCanceledException)
        {
        }
    }

    /// <summary>The last lines, of those that hold the text if there is one.</summary>
    internal static IReadOnlyList<string> Tail(string file, int lines, string? text)
    {
        if (!File.Exists(file)) return [];
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var cut = stream.Length > ReadBack;
        if (cut) stream.Seek(-ReadBack, SeekOrigin.End);
        using var reader = new StreamReader(stream);
        if (cut) reader.ReadLine();
        var last = new Queue<string>();
        while (reader.ReadLine() is { } line)
        {
            if (!string.IsNullOrEmpty(text) && !line.Contains(text, StringComparison.OrdinalIgnoreCase)) continue;
            last.Enqueue(line);
            if (last.Count > lines) last.Dequeue();
        }
        return [.. last];
    }

    // The writers hold the file open and append: it is copied and emptied under them, not moved.
    private static void Turn(string folder, long most)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(folder, "*.log").Where(file => new FileInfo(file).Length > most))
        {
            File.Copy(file, $"{file}.1", overwrite: true);
            using var emptied = new FileStream(file, FileMode.Truncate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        }
    }
}
