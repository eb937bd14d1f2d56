using System.Globalization;

namespace Ronghe.NativeHost.Processes;

/// <summary>One process for certain: a number alone is reused, number and start time within one boot are not.</summary>
internal sealed record ProcessIdentity(int Pid, long StartTicks, string BootId)
{
    private static readonly string ThisBoot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();

    internal bool IsRunning => BootId == ThisBoot && Of(Pid) is { } now && now.StartTicks == StartTicks;

    /// <summary>The running process with this number; null when there is none or it is a zombie.</summary>
    internal static ProcessIdentity? Of(int pid)
        => Stat(pid) is { State: not ("Z" or "X") } stat ? new ProcessIdentity(pid, stat.StartTicks, ThisBoot) : null;

    /// <summary>Every running process below this one, nearest first.</summary>
    internal static IReadOnlyList<ProcessIdentity> Descendants(int pid)
    {
        var parents = AllPids().Select(p => (Pid: p, Stat: Stat(p))).Where(p => p.Stat is not null).ToLookup(p => p.Stat!.Value.Parent, p => p.Pid);
        var found = new List<ProcessIdentity>();
        var open = new Queue<int>([pid]);
        while (open.TryDequeue(out var parent))
        {
            foreach (var child in parents[parent])
            {
                if (Of(child) is { } identity) found.Add(identity);
                open.Enqueue(child);
            }
        }
        return found;
    }

    /// <summary>Running processes of this user whose environment holds the entry, such as <c>NAME=value</c>.</summary>
    internal static IEnumerable<ProcessIdentity> WithEnvironment(string entry)
    {
        foreach (var pid in AllPids())
        {
            string environment;
            try { environment = File.ReadAllText($"/proc/{pid}/environ"); }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException) { continue; }
            if (environment.Split('\0').Contains(entry, StringComparer.Ordinal) && Of(pid) is { } identity) yield return identity;
        }
    }

    private static IEnumerable<int> AllPids() => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
        .Where(pid => pid > 0);

    // The command name, in brackets, may hold spaces and brackets itself: count from the last one.
    private static (string State, int Parent, long StartTicks)? Stat(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (fields[0], int.Parse(fields[1], CultureInfo.InvariantCulture), long.Parse(fields[19], CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
