using System.Diagnostics;
using System.Net;
using Ronghe.Testing;
using static Ronghe.Situation.Tests.SituationReader;

namespace Ronghe.Situation.Tests.Streams;

[Collection(nameof(SituationSite))]
public sealed class Stream_counts(SituationSite site)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_frame_is_the_present_state_and_a_change_brings_another()
    {
        await site.Wire.Tell(Opened("G/S01/"));
        await Eventually.Holds(async () => Assert.Equal("1 1 0 0 0 0 0", await site.Line("G/S01/")));
        await using var stream = await Open("G/S01/");
        var first = await stream.Next();
        Assert.Equal(1, (long)first!.Value.Counts["figures"]!["casesOpened"]!);

        var watch = Stopwatch.StartNew();
        await site.Wire.Tell(Opened("G/S01/F0101/"));
        var second = await stream.Until(opened: 2);
        Assert.True((long)second.Counts["stateVersion"]! > (long)first.Value.Counts["stateVersion"]!);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1.9)); // by the signal, not by the slow poll

        var read = await site.Counts("G/S01/");
        Assert.Equal(read.ToJsonString(), second.Counts.ToJsonString());
        Assert.Equal(second.Id, read["stateVersion"]!.ToJsonString());
    }

    [Fact]
    public async Task A_scope_without_any_event_starts_with_zeros()
    {
        await using var stream = await Open("G/S02/");
        var first = await stream.Next();
        Assert.Equal(("0", 0L), (first!.Value.Id, (long)first.Value.Counts["figures"]!["casesOpened"]!));
        await site.Wire.Tell(Opened("G/S02/"));
        await stream.Until(opened: 1);
    }

    [Fact]
    public async Task Who_comes_back_gets_a_frame_only_if_the_state_is_another_one()
    {
        await site.Wire.Tell(Opened("G/S03/"));
        await Eventually.Holds(async () => Assert.Equal("1 1 0 0 0 0 0", await site.Line("G/S03/")));
        await using var stream = await Open("G/S03/");
        var id = (await stream.Next())!.Value.Id;

        await using var same = await Open("G/S03/", id);
        var next = same.Next();
        await site.Wire.Tell(Opened("G/S03/"));
        Assert.Equal(2, (long)(await next)!.Value.Counts["figures"]!["casesOpened"]!);

        await using var behind = await Open("G/S03/", id);
        Assert.Equal(2, (long)(await behind.Next())!.Value.Counts["figures"]!["casesOpened"]!);
    }

    [Fact]
    public async Task A_burst_is_conflated_and_its_last_state_arrives_on_every_stream()
    {
        await using var one = await Open("G/S04/");
        await using var other = await Open("G/S04/");
        await one.Next();
        await other.Next();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => site.Wire.Tell(Opened("G/S04/"))));
        var frames = 1;
        while ((long)(await one.Next())!.Value.Counts["figures"]!["casesOpened"]! != 200) frames++;
        Assert.InRange(frames, 1, (watch.Elapsed.TotalSeconds * 10) + 2);
        await other.Until(opened: 200);
    }

    [Fact]
    public async Task Two_replicas_show_the_same_state()
    {
        await using var second = await site.StartReplica();
        await using var here = await Open("G/S05/");
        await using var there = await EventStream.Open(second.Client(site.Issuer.Person(Guid.CreateVersion7(), "G/", "Leader@G/")), "G/S05/", null, Ct);
        await here.Next();
        await there.Next();
        for (var number = 1; number <= 5; number++)
        {
            await site.Wire.Tell(Opened("G/S05/"));
            var (one, other) = (await here.Until(number), await there.Until(number));
            Assert.Equal(one.Id, other.Id);
            Assert.Equal(one.Counts.ToJsonString(), other.Counts.ToJsonString());
        }
    }

    [Fact]
    public async Task It_ends_when_the_token_expires()
    {
        var token = site.Issuer.Token(
            Guid.CreateVersion7().ToString(), "person", "G/", ["Leader@G/"], ["situation"], TimeSpan.FromSeconds(3));
        await using var stream = await EventStream.Open(site.Host.Client(token), "G/S06/", null, Ct);
        Assert.NotNull(await stream.Next());
        Assert.Null(await stream.Next());
    }

    [Fact]
    public async Task It_ends_promptly_when_the_service_stops()
    {
        var replica = await site.StartReplica();
        await using var stream = await EventStream.Open(replica.Client(site.Issuer.Person(Guid.CreateVersion7(), "G/", "Leader@G/")), "G/S07/", null, Ct);
        await stream.Next();
        var watch = Stopwatch.StartNew();
        var stopped = replica.DisposeAsync();
        Assert.Null(await stream.Next());
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(3));
        await stopped;
    }

    [Fact]
    public async Task A_foreign_unit_is_refused_before_anything_is_streamed()
    {
        using var staff = site.Person("G/B01/");
        var refused = await staff.GetAsync("/api/v1/situation/events?unit=G/B02/", Ct);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal("unit-not-yours", await Reply.Problem(refused));
        using var nobody = site.Host.Client();
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync("/api/v1/situation/events?unit=G/B02/", Ct)).StatusCode);
    }

    private Task<EventStream> Open(string unit, string? lastEventId = null) =>
        EventStream.Open(site.Person("G/", "Leader@G/"), unit, lastEventId, Ct);
}
