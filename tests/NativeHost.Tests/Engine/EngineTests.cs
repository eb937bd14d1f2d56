using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Ronghe.NativeHost.Engine;
using Ronghe.NativeHost.Processes;
using Ronghe.NativeHost.Servers;

namespace Ronghe.NativeHost.Tests.Engine;

public sealed class EngineTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Resources_start_in_order_and_get_the_environment_that_Aspire_gives()
    {
        await using var host = await SampleHost.StartAsync(folder.Path);
        var (cache, first, second) = (await host.ResourceAsync("cache"), await host.ResourceAsync("first-1"), await host.ResourceAsync("second"));
        Assert.True(cache.StartedAt < first.StartedAt && first.StartedAt < second.StartedAt);
        Assert.All([cache, first, second], state => Assert.Equal(("Running", "Healthy"), (state.State, state.Health)));

        var atFirst = await host.EnvironmentOfAsync("first-1");
        var atSecond = await host.EnvironmentOfAsync("second");
        Assert.Matches("^127.0.0.1:[0-9]+,password=.{24}$", atFirst["ConnectionStrings__cache"]);
        Assert.Equal(first.Endpoints[0].Url, atFirst["ASPNETCORE_URLS"]);
        Assert.Equal(new Uri(first.Endpoints[1].Url).Port.ToString(CultureInfo.InvariantCulture), atFirst["H2_PORT"]);
        Assert.Equal("first", atFirst["OTEL_SERVICE_NAME"]);
        Assert.Equal(host.File.Otlp, atFirst["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        Assert.Equal("grpc", atFirst["OTEL_EXPORTER_OTLP_PROTOCOL"]);
        Assert.StartsWith("x-otlp-api-key=", atFirst["OTEL_EXPORTER_OTLP_HEADERS"], StringComparison.Ordinal);
        Assert.StartsWith("service.instance.id=", atFirst["OTEL_RESOURCE_ATTRIBUTES"], StringComparison.Ordinal);
        Assert.Equal(first.Endpoints[0].Url, atSecond["services__first__http__1"]);
        Assert.Equal(first.Endpoints[1].Url, atSecond["services__first__h2__1"]);
        Assert.Equal(atSecond["services__first__http__0"], atSecond["FIRST_HTTP"]);
        Assert.Equal($"{atSecond["FIRST_HTTP"]}/path", atSecond["SAMPLE_FIRST"]);
        Assert.Equal("kept", atSecond["SAMPLE-HYPHEN__0"]); // a shell drops such names, and services have them
        Assert.False(atSecond.ContainsKey("ConnectionStrings__cache"));
    }

    [Fact]
    public async Task What_dies_is_started_again_at_the_same_address()
    {
        await using var host = await SampleHost.StartAsync(folder.Path);
        foreach (var name in (string[])["first-0", "cache"])
        {
            var before = await host.ResourceAsync(name);
            Posix.Signal(before.Pid!.Value, Posix.Kill);

            await Eventually.Holds(async () => await host.ResourceAsync(name) is { Health: "Healthy", Restarts: 1 } now && now.Pid != before.Pid, () => host.Said);
            Assert.Equal(before.Endpoints, (await host.ResourceAsync(name)).Endpoints);
        }
        Assert.Equal(0, (await host.ResourceAsync("second")).Restarts);
    }

    [Fact]
    public async Task What_dies_again_and_again_is_given_more_time_each_time_and_it_shows()
    {
        await using var host = await SampleHost.StartAsync(folder.Path);
        var waits = new List<TimeSpan>();
        for (var kill = 1; kill <= 3; kill++)
        {
            var before = await host.ResourceAsync("first-0");
            var since = TimeProvider.System.GetTimestamp();
            Posix.Signal(before.Pid!.Value, Posix.Kill);
            await Eventually.Holds(async () => await host.ResourceAsync("first-0") is { State: "Restarting", Pid: null } now && now.Restarts == kill);
            await Eventually.Holds(async () => await host.ResourceAsync("first-0") is { State: "Running" });
            waits.Add(TimeProvider.System.GetElapsedTime(since));
            await Eventually.Holds(async () => await host.ResourceAsync("first-0") is { Health: "Healthy" });
        }

        Assert.True(waits[1] > TimeSpan.FromSeconds(1) && waits[2] > TimeSpan.FromSeconds(2), $"It waited {string.Join(", ", waits)}.");
        Assert.Contains("Restarting", host.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_platforms_side_by_side_share_nothing()
    {
        using var other = new TestFolder();
        var (left, right) = (SampleHost.StartAsync(folder.Path), SampleHost.StartAsync(other.Path));
        await using var one = await left;
        await using var two = await right;

        var (ofOne, ofTwo) = (await one.ResourcesAsync(), await two.ResourcesAsync());
        Assert.All(ofOne.Concat(ofTwo).Where(state => state.Pid is not null), state => Assert.Equal("Healthy", state.Health));
        Assert.Empty(ofOne.SelectMany(state => state.Endpoints).Select(end => end.Url).Intersect(ofTwo.SelectMany(state => state.Endpoints).Select(end => end.Url)));
        Assert.NotEqual((await one.EnvironmentOfAsync("first-0"))["SAMPLE_SECRET"], (await two.EnvironmentOfAsync("first-0"))["SAMPLE_SECRET"]);
        await one.StopAsync();
        Assert.All(await two.ResourcesAsync(), state => Assert.Equal("Running", state.State));
        Assert.Equal("204", await GetAsync($"{two.File.Gateway}/call?word=oak"));
    }

    [Fact]
    public void A_missing_server_is_named_with_the_command_that_installs_it()
    {
        var missing = Assert.Throws<ServerStartException>(() => PrivateServer.Installed("/nowhere/redis-server", "redis-server"));
        Assert.Equal("/nowhere/redis-server is missing: apt-get install redis-server", missing.Message);
    }

    [Fact]
    public async Task A_stop_ends_everything_within_15_seconds()
    {
        await using var host = await SampleHost.StartAsync(folder.Path);
        var children = Running(await host.ResourcesAsync());
        Assert.Equal(4, children.Count);
        var since = TimeProvider.System.GetTimestamp();

        Assert.Equal(0, await host.StopAsync());

        Assert.True(TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromSeconds(15));
        Assert.DoesNotContain(children, child => child.IsRunning);
        Assert.Empty(ProcessIdentity.WithEnvironment($"{ChildJournal.Marker}={folder.Path}"));
        Assert.Null(HostFile.Read(folder.Path));
        Assert.True(host.Said.IndexOf("second           Stopped", StringComparison.Ordinal) < host.Said.IndexOf("cache            Stopping", StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_kill_9_of_the_host_the_next_start_ends_its_orphans_and_nobody_else()
    {
        using var other = new TestFolder();
        await using var neighbour = await SampleHost.StartAsync(other.Path);
        var neighbours = Running(await neighbour.ResourcesAsync());
        await using var killed = await SampleHost.StartAsync(folder.Path);
        var orphans = Running(await killed.ResourcesAsync());
        killed.Kill9();
        await killed.ExitAsync();
        Assert.All(orphans, orphan => Assert.True(orphan.IsRunning));
        var unrecorded = Unrecorded();

        await using var next = await SampleHost.StartAsync(folder.Path);

        Assert.DoesNotContain(orphans, orphan => orphan.IsRunning);
        Assert.False(unrecorded.IsRunning);
        Assert.All(neighbours, process => Assert.True(process.IsRunning));
        Assert.Contains("cache", next.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_start_on_the_same_folder_is_refused_with_one_line()
    {
        await using var first = await SampleHost.StartAsync(folder.Path);
        await using var second = SampleHost.Launch(folder.Path);

        Assert.Equal(2, await second.ExitAsync());
        Assert.Contains($"A platform already runs on {folder.Path} (process {first.Pid}", second.Said, StringComparison.Ordinal);
        Assert.Equal("Healthy", (await first.ResourceAsync("second")).Health);
    }

    [Fact]
    public async Task Generated_parameters_stay_and_only_their_owner_reads_them()
    {
        var first = await SampleHost.StartAsync(folder.Path);
        var secret = (await first.EnvironmentOfAsync("first-0"))["SAMPLE_SECRET"];
        await first.DisposeAsync();
        await using var second = await SampleHost.StartAsync(folder.Path);

        Assert.Equal(secret, (await second.EnvironmentOfAsync("first-0"))["SAMPLE_SECRET"]);
        var file = folder.Path + "/parameters.json";
        Assert.Equal(secret, JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).RootElement.GetProperty("secret").GetString());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task A_service_that_cannot_start_ends_the_start_with_its_reason()
    {
        await using var host = SampleHost.Launch(folder.Path, "", ("SAMPLE_FIRST_FAILS", "seeds/units.json:12: code: is missing"));

        Assert.Equal(1, await host.ExitAsync());
        Assert.Contains("seeds/units.json:12: code: is missing", host.Said, StringComparison.Ordinal);
        Assert.Empty(ProcessIdentity.WithEnvironment($"{ChildJournal.Marker}={folder.Path}"));
    }

    [Fact]
    public async Task A_taken_port_moves_the_endpoint()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        await using var host = await SampleHost.StartAsync(folder.Path, "", ("SAMPLE_PORT", $"{port}"));

        Assert.NotEqual(port, new Uri(host.File.Gateway!).Port);
        Assert.Equal($"port {port} was taken", (await host.ResourceAsync("second")).Note);
    }

    [Fact]
    public async Task Only_starts_a_part_and_what_it_waits_for()
    {
        await using var host = await SampleHost.StartAsync(folder.Path, "--only first");
        Assert.Equal(["cache", "first-0", "first-1"], (await host.ResourcesAsync()).Where(state => state.Type != "Parameter").Select(state => state.Name).Order());
    }

    [Fact]
    public async Task An_unknown_argument_and_an_unknown_resource_are_named()
    {
        await using var argument = SampleHost.Launch(folder.Path, "--onyl first");
        Assert.NotEqual(0, await argument.ExitAsync());
        Assert.Contains("--onyl", argument.Said, StringComparison.Ordinal);

        await using var resource = SampleHost.Launch(folder.Path, "--only frist");
        Assert.Equal(2, await resource.ExitAsync());
        Assert.Contains("There is no resource frist", resource.Said, StringComparison.Ordinal);
    }

    private static async Task<string> GetAsync(string url)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync(new Uri(url), TestContext.Current.CancellationToken);
    }

    private static List<ProcessIdentity> Running(IReadOnlyList<ResourceState> states)
        => [.. states.Where(state => state.Pid is not null).Select(state => ProcessIdentity.Of(state.Pid!.Value)!)];

    // What a host has started but was killed before it wrote down.
    private ProcessIdentity Unrecorded()
    {
        var start = new ProcessStartInfo("sleep", "600");
        start.Environment[ChildJournal.Marker] = folder.Path;
        return ProcessIdentity.Of(Process.Start(start)!.Id)!;
    }
}
