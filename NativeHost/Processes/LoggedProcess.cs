using System.Diagnostics;

namespace Ronghe.NativeHost.Processes;

/// <summary>What to run: the file, its arguments, where, with what environment, and where its output goes.</summary>
internal sealed record Launch(string File, IReadOnlyList<string> Arguments, string Folder, string LogFile)
{
    internal IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();
}

/// <summary>
/// A process in a session of its own (a Ctrl-C in the terminal reaches the host alone) that writes its output to a file by
/// itself: it needs no reader, and a host that dies leaves it no broken pipe.
/// </summary>
internal sealed class LoggedProcess : IDisposable
{
    private readonly Process process;

    private LoggedProcess(Process process, ProcessIdentity identity) => (this.process, Identity) = (process, identity);

    internal ProcessIdentity Identity { get; }
    internal int Pid => Identity.Pid;
    internal bool HasExited => process.HasExited;
    internal int ExitCode => process.ExitCode;

    internal static LoggedProcess Start(Launch launch)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(launch.LogFile)!);
        // Every link execs the next one, so the number that Start returns is the server's own.
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = launch.Folder, UseShellExecute = false };
        foreach (var part in (string[])["-c", "exec setsid \"$@\" >>\"$0\" 2>&1 </dev/null", launch.LogFile, .. PastTheShell(launch), launch.File, .. launch.Arguments])
            start.ArgumentList.Add(part);
        foreach (var (name, value) in launch.Environment) start.Environment[name] = value;

        var process = Process.Start(start)!;
        return new LoggedProcess(process, ProcessIdentity.Of(process.Id) ?? new ProcessIdentity(process.Id, -1, ""));
    }

    // A shell drops variables whose names it could not set itself, such as services__power-items__http__0; env(1) passes them on.
    private static IEnumerable<string> PastTheShell(Launch launch)
    {
        var dropped = launch.Environment.Where(variable => variable.Key.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '_'))
            .Select(variable => $"{variable.Key}={variable.Value}").ToList();
        return dropped.Count == 0 ? [] : ["env", .. dropped];
    }

    internal Task WaitForExitAsync(CancellationToken ct) => process.WaitForExitAsync(ct);

    /// <summary>Asks the process to end; when it has not after the time, kills it and everything below it.</summary>
    internal async Task StopAsync(int signal, TimeSpan patience)
    {
        if (process.HasExited) return;
        Posix.Signal(Pid, signal);
        using var limit = new CancellationTokenSource(patience);
        try { await process.WaitForExitAsync(limit.Token); }
        catch (OperationCanceledException) { await KillAsync(); }
    }

    /// <summary>kill -9 of the process and everything below it; returns when all are gone.</summary>
    internal async Task KillAsync()
    {
        var below = ProcessIdentity.Descendants(Pid);
        if (!process.HasExited) Posix.Signal(Pid, Posix.Kill);
        await process.WaitForExitAsync();
        foreach (var child in below.Where(child => child.IsRunning)) Posix.Signal(child.Pid, Posix.Kill);
        while (below.Any(child => child.IsRunning)) await Task.Delay(10);
    }

    public void Dispose() => process.Dispose();
}
