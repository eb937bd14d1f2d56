using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Ronghe.NativeHost.Processes;

namespace Ronghe.NativeHost.Servers;

/// <summary>
/// A real server on loopback that belongs to one data folder: own port and password, started until it answers, stopped in
/// order. The data outlives it; the same folder started again has the same password and, if free, the same port.
/// </summary>
public abstract class PrivateServer : IAsyncDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private LoggedProcess? process;

    private protected PrivateServer(string name, string folder, ServerOptions options)
    {
        Name = name;
        Folder = folder;
        Options = options;
        LogFile = options.LogFile ?? Path.Combine(folder, "server.log");
    }

    /// <summary>What messages call it.</summary>
    public string Name { get; }

    /// <summary>Where its data lies; may differ from the folder asked for when the server's account could not reach that.</summary>
    public string Folder { get; }

    /// <summary>The port it listens on, on 127.0.0.1; the same over every restart of this object.</summary>
    public int Port { get; private protected set; }

    /// <summary>The password of its first login.</summary>
    public string Password { get; private set; } = "";

    /// <summary>The server's process; 0 when it is stopped.</summary>
    public int Pid => process is { HasExited: false } running ? running.Pid : 0;

    /// <summary>Where its output goes.</summary>
    public string LogFile { get; }

    private protected ServerOptions Options { get; }

    /// <summary>Asks the server over its own protocol; throws when it does not answer.</summary>
    public abstract Task CheckAsync(CancellationToken ct);

    /// <summary>Starts the stopped server on its port and returns when it answers.</summary>
    public async Task StartAgainAsync(CancellationToken ct = default)
    {
        var launch = await PrepareAsync(ct);
        launch = launch with { LogFile = LogFile, Environment = Merge(Options.Environment, launch.Environment) };
        process?.Dispose();
        process = LoggedProcess.Start(launch);
        Options.Started?.Invoke(process.Pid);
        await WaitUntilAnsweringAsync(ct);
    }

    /// <summary>Stops in order: accepted work is finished and written.</summary>
    public virtual async Task StopAsync()
    {
        if (process is not null) await process.StopAsync(StopSignal, Options.StopTimeout);
    }

    /// <summary>kill -9 of the server and everything it started; returns when they are gone.</summary>
    public async Task Kill9Async()
    {
        if (process is not null) await process.KillAsync();
    }

    /// <summary>Stops in order and starts again on the same port.</summary>
    public async Task RestartAsync(CancellationToken ct = default)
    {
        await StopAsync();
        await StartAgainAsync(ct);
    }

    /// <summary>Returns when the server has ended, for whatever reason.</summary>
    public Task WaitForExitAsync(CancellationToken ct) => process?.WaitForExitAsync(ct) ?? Task.CompletedTask;

    /// <summary>Stops in order and gives its port back.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        process?.Dispose();
        process = null;
        Ports.Release(Port);
        GC.SuppressFinalize(this);
    }

    private protected virtual int StopSignal => Posix.Terminate;

    private protected abstract Task<Launch> PrepareAsync(CancellationToken ct);

    private protected async Task FirstStartAsync(CancellationToken ct)
    {
        Directory.CreateDirectory(Folder);
        Password = Remembered("password", () => Options.Password ?? RandomNumberGenerator.GetHexString(32, lowercase: true));
        Port = FreeOr(Options.Port ?? (File.Exists(At("port")) ? int.Parse(await File.ReadAllTextAsync(At("port"), ct), CultureInfo.InvariantCulture) : 0));
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await StartAgainAsync(ct);
                break;
            }
            catch (ServerStartException) when (attempt < 3 && !Ports.IsFree(Port))
            {
                Port = Ports.Free();
            }
            catch
            {
                await Kill9Async();
                await StopAsync();
                throw;
            }
        }
        await File.WriteAllTextAsync(At("port"), Port.ToString(CultureInfo.InvariantCulture), ct);
    }

    private protected static int FreeOr(int wanted) => wanted > 0 && Ports.TryReserve(wanted) ? wanted : Ports.Free();

    private protected string At(string file) => Path.Combine(Folder, file);

    /// <summary>A value kept in a file that only its owner reads.</summary>
    private protected string Remembered(string file, Func<string> make)
    {
        if (File.Exists(At(file))) return File.ReadAllText(At(file));
        var value = make();
        WritePrivately(file, value);
        return value;
    }

    private protected void WritePrivately(string file, string text)
    {
        File.Delete(At(file));
        using var stream = new FileStream(At(file), new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly });
        using var writer = new StreamWriter(stream);
        writer.Write(text);
    }

    private async Task WaitUntilAnsweringAsync(CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Options.StartTimeout);
        Exception? last = null;
        while (!limit.IsCancellationRequested)
        {
            if (process!.HasExited) throw new ServerStartException($"{Name} ended with exit code {process.ExitCode} before it answered.\n{LogTail()}", last);
            try
            {
                await CheckAsync(limit.Token);
                return;
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                last = e;
            }
            try { await Task.Delay(50, limit.Token); }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested) { break; }
        }
        ct.ThrowIfCancellationRequested();
        throw new ServerStartException($"{Name} did not answer within {Options.StartTimeout.TotalSeconds:0} s.\n{LogTail()}", last);
    }

    private string LogTail() => File.Exists(LogFile) ? string.Join('\n', File.ReadLines(LogFile).TakeLast(15)) : "";

    private static Dictionary<string, string?> Merge(IReadOnlyDictionary<string, string?> first, IReadOnlyDictionary<string, string?> second)
    {
        var merged = new Dictionary<string, string?>(first);
        foreach (var (name, value) in second) merged[name] = value;
        return merged;
    }

    internal static string Installed(string path, string package)
        => File.Exists(path) ? path : throw new ServerStartException($"{path} is missing: apt-get install {package}", null);

    private protected static async Task RunAsync(ProcessStartInfo start, CancellationToken ct)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var error = process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        if (process.ExitCode != 0) throw new ServerStartException($"{start.FileName} ended with exit code {process.ExitCode}.\n{await output}{await error}", null);
    }
}

/// <summary>A server that did not come up, with the end of its log.</summary>
public sealed class ServerStartException(string message, Exception? inner) : Exception(message, inner);
