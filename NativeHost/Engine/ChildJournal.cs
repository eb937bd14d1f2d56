using System.Globalization;
using Ronghe.NativeHost.Processes;

namespace Ronghe.NativeHost.Engine;

/// <summary>
/// Who this data folder's host has started, written at once, so that the next host can end what a killed one left. A process is
/// known by number, start time and boot; one that was started but not yet written down, by the folder in its environment.
/// </summary>
internal sealed class ChildJournal(string data)
{
    internal const string Marker = "RONGHE_DATA_FOLDER";
    private readonly Lock writing = new();

    private string File => Path.Combine(data, "children");

    internal void Add(string name, int pid, bool isServer)
    {
        if (ProcessIdentity.Of(pid) is not { } child) return;
        lock (writing) System.IO.File.AppendAllText(File, string.Create(CultureInfo.InvariantCulture, $"{child.Pid} {child.StartTicks} {child.BootId} {(isServer ? 's' : 'p')} {name}\n"));
    }

    /// <summary>Ends what an earlier host of this folder left running: services first, then servers. Returns their names.</summary>
    internal async Task<IReadOnlyList<string>> EndOrphansAsync()
    {
        var left = Read().Where(child => child.Process.IsRunning).ToList();
        var known = left.Select(child => child.Process.Pid).ToHashSet();
        left.AddRange(ProcessIdentity.WithEnvironment($"{Marker}={data}")
            .Where(process => known.Add(process.Pid) && process.Pid != Environment.ProcessId)
            .Select(process => (process, IsServer: false, $"process {process.Pid}")));

        await EndAsync([.. left.Where(child => !child.IsServer).Select(child => child.Process)], Posix.Terminate, TimeSpan.FromSeconds(3));
        // SIGINT is PostgreSQL's quick and clean stop; the others end in order on SIGTERM.
        await Task.WhenAll(left.Where(child => child.IsServer).Select(child =>
            EndAsync([child.Process], child.Name.StartsWith("Postgres ", StringComparison.Ordinal) ? Posix.Interrupt : Posix.Terminate, TimeSpan.FromSeconds(10))));
        Clear();
        return [.. left.Select(child => child.Name)];
    }

    internal void Clear() => System.IO.File.Delete(File);

    private IEnumerable<(ProcessIdentity Process, bool IsServer, string Name)> Read()
    {
        if (!System.IO.File.Exists(File)) yield break;
        foreach (var line in System.IO.File.ReadAllLines(File))
        {
            // The last line is cut short when the host was killed while writing it.
            if (line.Split(' ', 5) is [var pid, var start, var boot, var kind, var name]
                && int.TryParse(pid, CultureInfo.InvariantCulture, out var number) && long.TryParse(start, CultureInfo.InvariantCulture, out var ticks))
                yield return (new ProcessIdentity(number, ticks, boot), kind == "s", name);
        }
    }

    private static async Task EndAsync(IReadOnlyList<ProcessIdentity> processes, int signal, TimeSpan patience)
    {
        var all = processes.Concat(processes.SelectMany(process => ProcessIdentity.Descendants(process.Pid))).ToList();
        foreach (var process in processes.Where(process => process.IsRunning)) Posix.Signal(process.Pid, signal);
        var deadline = TimeProvider.System.GetTimestamp();
        while (all.Exists(process => process.IsRunning))
        {
            if (TimeProvider.System.GetElapsedTime(deadline) > patience)
                foreach (var process in all.Where(process => process.IsRunning)) Posix.Signal(process.Pid, Posix.Kill);
            await Task.Delay(25);
        }
    }
}
