using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ronghe.Testing;
using Xunit;

namespace Ronghe.Platform.Tests.Drills;

/// <summary>
/// Every process and every server is killed with SIGKILL at random moments under mixed load, services are restarted while the broker
/// is down, Redis is flushed and gone, the broker's disk is full, the database stands still. Then it is counted.
/// <c>RONGHE_DRILL_KILLS</c> (40 there, 12 in the suite), <c>RONGHE_DRILL_SEED</c> and <c>RONGHE_DRILL_SECONDS</c>, within which each must be back
/// (30 there, 120 in the suite, which holds the counts: a bar of time says something only on a machine that is the drill's own), come
/// from <c>./drill.sh</c>.
/// </summary>
[Collection(nameof(Journeys.Platform))]
public sealed class Drill(Journeys.Platform platform)
{
    private readonly int kills = Setting("RONGHE_DRILL_KILLS", 12);
    private readonly int seconds = Setting("RONGHE_DRILL_SECONDS", 120);
    private readonly int seed = Setting("RONGHE_DRILL_SEED", Random.Shared.Next(1, 1_000_000));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_is_killed_nothing_acknowledged_is_lost_and_nothing_happens_twice()
    {
        Say($"{kills} kills, seed {seed}");
        var random = new Random(seed);
        await using var load = new MixedLoad(platform);
        var before = await Tally.Read(load, Ct);
        var completedBefore = await Tally.Completed(load, Ct);
        load.Start(Ct);
        var outages = new Outages(platform, load, Say);
        try
        {
            await Run(outages, load, random);
            await load.Stop();
        }
        catch
        {
            await SayErrors();
            throw;
        }

        Say($"{outages.Kills} kills; acknowledged: {load.Cases.Count} cases, {load.Programmes.Count} programmes, {load.Completions.Count} lessons");
        Assert.True(load.Cases.Count >= 10 * kills && load.Programmes.Count >= kills && !load.Completions.IsEmpty, "That was no load.");
        Assert.Equal(load.Cases.Count, load.Cases.Values.Distinct().Count());
        await Eventually.Holds(async () => (await Tally.Read(load, Ct)).MustBe(before, load, completedBefore), TimeSpan.FromSeconds(90));
        await Tally.ProgrammesMustBe(load, Ct);
        Assert.Superset(load.Completions.Keys.ToHashSet(), (await Tally.Completed(load, Ct)).ToHashSet());
        Say("lost 0, twice 0");

        var slowest = outages.Recoveries.MaxBy(recovery => recovery.Back);
        Say(string.Create(CultureInfo.InvariantCulture, $"slowest back by itself: {slowest.Name} after {slowest.Back.TotalSeconds:0.0} s; median {Middle(outages.Recoveries):0.0} s"));
        Assert.True(slowest.Back.TotalSeconds <= seconds, $"{slowest.Name} took {slowest.Back.TotalSeconds:0.0} s to come back; the bar is {seconds} s.");
    }

    // The special outages come each once at a place drawn by the seed; between them waves of one to four kills.
    private async Task Run(Outages outages, MixedLoad load, Random random)
    {
        var special = new Queue<(string Name, Func<CancellationToken, Task> Run)>(Shuffled<(string, Func<CancellationToken, Task>)>(random,
        [
            ("services restarted with the broker down", outages.RestartWithoutBroker), ("Redis flushed and gone", outages.LoseRedis),
            ("the broker's disk full", outages.FillBrokersDisk), ("the database paused for 10 s", outages.PauseDatabase),
        ]));
        var victims = new Queue<string>();
        while (outages.Kills < kills || special.Count > 0)
        {
            load.ThrowIfBroken();
            if (special.Count > 0 && outages.Kills * 5 >= kills * (5 - special.Count))
            {
                var (name, run) = special.Dequeue();
                Say(name);
                await run(Ct);
                continue;
            }

            if (victims.Count < 4) foreach (var victim in Shuffled<string>(random, [.. Outages.Services, .. Outages.Servers])) victims.Enqueue(victim);
            var wave = Enumerable.Range(0, random.Next(1, 5)).Select(_ => victims.Dequeue()).Distinct().ToList();
            Say($"kill -9 {string.Join(", ", wave)}");
            await outages.Kill(wave, () => InTheMiddle(load, random), Ct);
        }
    }

    // In the middle of a rush: requests are being served, messages are on their way through outbox, broker and inbox.
    private static async Task InTheMiddle(MixedLoad load, Random random)
    {
        load.Hurry = true;
        await Task.Delay(random.Next(100, 1500), Ct);
    }

    // The platform goes with the test; what its services said last goes into the report.
    private async Task SayErrors()
    {
        foreach (var line in (await platform.Engine.GetFromJsonAsync<JsonArray>("api/logs?text=Answered%20500&limit=8", Ct))!)
            Say($"{line!["time"]} {line["resource"]}: {line["message"]} {line["attributes"]!["exception.stacktrace"]}");
    }

    private static T[] Shuffled<T>(Random random, T[] items)
    {
        random.Shuffle(items);
        return items;
    }

    private static double Middle(List<(string Name, TimeSpan Back)> recoveries) => recoveries.Select(recovery => recovery.Back.TotalSeconds).Order().ElementAt(recoveries.Count / 2);

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    private static void Say(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);
}
