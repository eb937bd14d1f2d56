using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Ronghe.Testing;
using Xunit;

namespace Ronghe.Platform.Tests.Drills;

/// <summary>Kills, stops and starves parts of the running platform, and measures how long each takes to come back by itself.</summary>
internal sealed class Outages(Journeys.Platform platform, MixedLoad load, Action<string> say)
{
    internal static readonly string[] Services = ["gateway", "identity", "learning", "assessment", "welfare", "power-items", "situation", "portal"];
    internal static readonly string[] Servers = ["postgres", "messaging", "cache"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120); // a limit to waiting; the bar is held in the end

    internal int Kills { get; private set; }

    /// <summary>From the kill, or the end of the outage, until healthy again.</summary>
    internal List<(string Name, TimeSpan Back)> Recoveries { get; } = [];

    /// <summary>kill -9 of all of these, and all of them back.</summary>
    internal async Task Kill(IEnumerable<string> victims, Func<Task> between, CancellationToken ct)
    {
        var back = new List<Task>();
        foreach (var victim in victims)
        {
            await between();
            back.Add(Back(victim, await Kill(victim, ct), ct));
        }
        load.Hurry = false;
        await Task.WhenAll(back);
    }

    /// <summary>The broker is kept down until every service that uses it was killed and is back without it.</summary>
    internal async Task RestartWithoutBroker(CancellationToken ct)
    {
        await Kill("messaging", ct);
        using var down = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var holding = KeepDown(() => Signal("-KILL", ProcessesOf("/servers/messaging/home")), down.Token);
        var answered = load.Cases.Count;
        await Kill(Services.Except(["gateway", "portal"]), () => Task.CompletedTask, ct);
        await Eventually.Holds(() => Answered(answered + 10), Patience);
        Assert.NotEqual("Running", (await platform.Resource("messaging", ct))["state"]!.GetValue<string>());
        await down.CancelAsync();
        await holding;
        await Back("messaging", (Stopwatch.GetTimestamp(), 0), ct);
    }

    /// <summary>Redis is flushed, then kept away for ten seconds; work goes on.</summary>
    internal async Task LoseRedis(CancellationToken ct)
    {
        await Flush(await platform.Resource("cache", ct), ct);
        await Kill("cache", ct);
        using var down = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var holding = KeepDown(() => Signal("-KILL", ProcessesOf("/usr/bin/redis-server", Port("cache"))), down.Token);
        var answered = load.Cases.Count;
        await Task.Delay(TimeSpan.FromSeconds(10), ct);
        await Eventually.Holds(() => Answered(answered + 5), Patience);
        await down.CancelAsync();
        await holding;
        await Back("cache", (Stopwatch.GetTimestamp(), 0), ct);
    }

    /// <summary>The broker's disk is full for ten seconds: it takes no message any more, and says so; cases are opened all the same.</summary>
    internal async Task FillBrokersDisk(CancellationToken ct)
    {
        var broker = await platform.Resource("messaging", ct);
        await Control(broker, "set_disk_free_limit", "900000000000000");
        await Eventually.Holds(async () => Assert.True(await DiskIsFull(broker, ct)), Patience);
        var answered = load.Cases.Count;
        await Task.Delay(TimeSpan.FromSeconds(10), ct);
        await Eventually.Holds(() => Answered(answered + 10), Patience);
        await Control(broker, "set_disk_free_limit", "200MB");
        await Eventually.Holds(async () => Assert.False(await DiskIsFull(broker, ct)), Patience);
    }

    /// <summary>Every process of the database stands still for ten seconds.</summary>
    internal async Task PauseDatabase(CancellationToken ct)
    {
        var processes = ProcessesOf("/servers/postgres/data").SelectMany(pid => Below(pid).Prepend(pid)).ToList();
        Assert.True(processes.Count > 5, "The database has no processes to pause.");
        Signal("-STOP", processes);
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(10), ct);
        }
        finally
        {
            Signal("-CONT", processes);
        }
        var answered = load.Cases.Count;
        var since = Stopwatch.GetTimestamp();
        await Eventually.Holds(() => Answered(answered + 10), Patience);
        await Task.WhenAll(Services.Select(service => Back(service, (since, 0), ct)));
    }

    private async Task<(long At, int Pid)> Kill(string victim, CancellationToken ct)
    {
        int pid = 0;
        await Eventually.Holds(async () => pid = (await platform.Resource(victim, ct))["pid"]!.GetValue<int>(), Patience);
        Signal("-KILL", [pid]);
        Kills++;
        return (Stopwatch.GetTimestamp(), pid);
    }

    private async Task Back(string name, (long At, int Pid) killed, CancellationToken ct)
    {
        await Eventually.Holds(async () =>
        {
            load.ThrowIfBroken();
            var now = await platform.Resource(name, ct);
            Assert.True(now["pid"]?.GetValue<int>() is { } pid && pid != killed.Pid, $"{name} is not back: {now.ToJsonString()}");
            Assert.True(now["health"]?.GetValue<string>() is "Healthy" or "Degraded", $"{name} is not well: {now.ToJsonString()}");
        }, Patience);
        var took = Stopwatch.GetElapsedTime(killed.At);
        lock (Recoveries) Recoveries.Add((name, took));
        say(string.Create(CultureInfo.InvariantCulture, $"  {name,-12} back after {took.TotalSeconds:0.0} s"));
    }

    private Task Answered(int cases)
    {
        load.ThrowIfBroken();
        Assert.True(load.Cases.Count >= cases, "No case is answered any more.");
        return Task.CompletedTask;
    }

    private static async Task KeepDown(Action kill, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            kill();
            await Task.Delay(50, CancellationToken.None);
        }
    }

    private string Port(string server) => File.ReadAllText(Path.Combine(platform.Folder, "servers", server, "port"));

    private string Password(string server) => File.ReadAllText(Path.Combine(platform.Folder, "servers", server, "password"));

    private async Task Flush(JsonObject cache, CancellationToken ct)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", new Uri(cache["endpoints"]![0]!["url"]!.GetValue<string>()).Port, ct);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"AUTH {Password("cache")}\r\nFLUSHALL\r\n"), ct);
        using var reader = new StreamReader(stream);
        Assert.Equal(("+OK", "+OK"), (await reader.ReadLineAsync(ct), await reader.ReadLineAsync(ct)));
    }

    private async Task<bool> DiskIsFull(JsonObject broker, CancellationToken ct)
    {
        using var management = new HttpClient { BaseAddress = new Uri(broker["endpoints"]!.AsArray().Single(end => end!["name"]!.GetValue<string>() == "management")!["url"]!.GetValue<string>()) };
        management.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"guest:{Password("messaging")}")));
        var nodes = await management.GetFromJsonAsync<JsonArray>("api/nodes", ct);
        return nodes![0]!["disk_free_alarm"]!.GetValue<bool>();
    }

    // The broker's own tool, in the broker's own environment: it finds node, name server and cookie there.
    private static async Task Control(JsonObject broker, params string[] command)
    {
        var start = new ProcessStartInfo("/usr/lib/rabbitmq/bin/rabbitmqctl", command) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var variable in (await File.ReadAllTextAsync($"/proc/{broker["pid"]}/environ")).Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = (variable[..variable.IndexOf('=', StringComparison.Ordinal)], variable[(variable.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            if (name is "HOME" or "ERL_EPMD_PORT" or "ERL_EPMD_ADDRESS" or "RABBITMQ_NODENAME" or "RABBITMQ_CONF_ENV_FILE") start.Environment[name] = value;
        }
        using var tool = Process.Start(start)!;
        var said = await tool.StandardOutput.ReadToEndAsync() + await tool.StandardError.ReadToEndAsync();
        await tool.WaitForExitAsync();
        Assert.True(tool.ExitCode == 0, said);
    }

    private List<int> ProcessesOf(string folder) => ProcessesOf(platform.Folder + folder, "");

    private static List<int> ProcessesOf(string part, string other) => [.. AllPids().Where(pid =>
    {
        var command = Read($"/proc/{pid}/cmdline");
        return command.Contains(part, StringComparison.Ordinal) && command.Contains(other, StringComparison.Ordinal);
    })];

    private static IEnumerable<int> Below(int parent) => AllPids().Where(pid => Read($"/proc/{pid}/stat") is { Length: > 0 } stat && stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1] == $"{parent}");

    private static IEnumerable<int> AllPids() => Directory.EnumerateDirectories("/proc").Select(folder => int.TryParse(Path.GetFileName(folder), out var pid) ? pid : 0).Where(pid => pid > 0);

    private static string Read(string file)
    {
        try { return File.ReadAllText(file); }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException) { return ""; }
    }

    private static void Signal(string signal, List<int> pids)
    {
        if (pids.Count == 0) return;
        using var kill = Process.Start(new ProcessStartInfo("kill", [signal, .. pids.Select(pid => pid.ToString(CultureInfo.InvariantCulture))]) { RedirectStandardError = true })!;
        kill.WaitForExit();
    }
}
