using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using Ronghe.NativeHost.Engine;
using Ronghe.NativeHost.Processes;

namespace Ronghe.NativeHost.Tests.Engine;

/// <summary>The sample AppHost as a process of its own, as run.sh starts the real one.</summary>
internal sealed class SampleHost : IAsyncDisposable
{
    private static readonly HttpClient Client = new();
    private readonly Process process;
    private readonly StringBuilder said = new();

    private SampleHost(Process process, string data) => (this.process, Data) = (process, data);

    internal string Data { get; }
    internal int Pid => process.Id;
    internal HostFile File => HostFile.Read(Data) ?? throw new InvalidOperationException($"The host is not there: {Said}");

    internal string Said
    {
        get { lock (said) return said.ToString(); }
    }

    internal static SampleHost Launch(string data, string arguments = "", params (string Name, string Value)[] environment)
    {
        var assembly = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "NativeHost.Sample", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "NativeHost.Sample.dll"));
        var start = new ProcessStartInfo("dotnet", $"{assembly} {arguments} --data {data}") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var host = new SampleHost(Process.Start(start)!, data);
        host.process.OutputDataReceived += host.Hear;
        host.process.ErrorDataReceived += host.Hear;
        host.process.BeginOutputReadLine();
        host.process.BeginErrorReadLine();
        return host;
    }

    internal static async Task<SampleHost> StartAsync(string data, string arguments = "", params (string Name, string Value)[] environment)
    {
        var host = Launch(data, arguments, environment);
        await Eventually.Holds(() => Task.FromResult(HostFile.Read(data) is { Ready: true } file && file.Pid == host.Pid), () => host.Said);
        return host;
    }

    internal async Task<IReadOnlyList<ResourceState>> ResourcesAsync()
        => (await Client.GetFromJsonAsync<List<ResourceState>>($"{File.Api}/api/resources"))!;

    internal async Task<ResourceState> ResourceAsync(string name) => (await ResourcesAsync()).Single(state => state.Name == name);

    internal Task<T?> GetAsync<T>(string path) => Client.GetFromJsonAsync<T>($"{File.Api}{path}");

    internal async Task<Dictionary<string, string?>> EnvironmentOfAsync(string name)
        => (await Client.GetFromJsonAsync<Dictionary<string, string?>>($"{(await ResourceAsync(name)).Endpoints[0].Url}/environment"))!;

    internal async Task<int> StopAsync()
    {
        Posix.Signal(Pid, Posix.Terminate);
        return await ExitAsync();
    }

    internal async Task<int> ExitAsync()
    {
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30));
        return process.ExitCode;
    }

    internal void Kill9() => Posix.Signal(Pid, Posix.Kill);

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await StopAsync();
        process.Dispose();
    }

    private void Hear(object sender, DataReceivedEventArgs line)
    {
        lock (said) said.AppendLine(line.Data);
    }
}

/// <summary>Asks again until it is so, half a minute at most.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    internal static async Task Holds(Func<Task<bool>> question, Func<string>? otherwise = null)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!await question())
        {
            if (TimeProvider.System.GetElapsedTime(since) > Patience) Assert.Fail($"It never came true. {otherwise?.Invoke()}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
