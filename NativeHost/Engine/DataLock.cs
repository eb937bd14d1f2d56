using System.Globalization;

namespace Ronghe.NativeHost.Engine;

/// <summary>One owner per data folder; the system drops the lock when the owner dies.</summary>
internal sealed class DataLock : IDisposable
{
    private readonly FileStream held;

    private DataLock(FileStream held) => this.held = held;

    internal static DataLock Take(string data)
    {
        Directory.CreateDirectory(data);
        var file = Path.Combine(data, "host.lock");
        try
        {
            var held = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            held.SetLength(0);
            held.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            held.Flush(flushToDisk: false);
            return new DataLock(held);
        }
        catch (IOException)
        {
            throw new UsageException($"A platform already runs on {data}{HostFile.Describe(data)}. Stop it with ./run.sh stop, or give this one another folder with --data.");
        }
    }

    public void Dispose() => held.Dispose();
}
