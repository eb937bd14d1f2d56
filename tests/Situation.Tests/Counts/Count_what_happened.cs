using System.Net;
using System.Text.Json.Nodes;
using Ronghe.Contracts.Learning;
using Ronghe.Contracts.Welfare;
using Ronghe.Testing;
using static Ronghe.Situation.Tests.SituationReader;

namespace Ronghe.Situation.Tests.Counts;

/// <summary>Every test has a bureau of its own; counts need no unit in the directory.</summary>
[Collection(nameof(SituationSite))]
public sealed class Count_what_happened(SituationSite site)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_case_counts_for_its_unit_and_all_units_above()
    {
        var opened = Opened("G/C01/F0101/");
        await site.Wire.Tell(opened);
        await Becomes("G/C01/F0101/", "1 1 0 0 0 0 0");
        await Becomes("G/C01/", "1 1 0 0 0 0 0");
        Assert.Equal("0 0 0 0 0 0 0", await site.Line("G/C01/F0102/"));

        await site.Wire.Tell(Decided(opened));
        await site.Wire.Tell(Closed(opened));
        await Becomes("G/C01/", "1 0 1 0 1 0 0");
        var counts = await site.Counts("G/C01/");
        Assert.Equal("""[{"domain":"UNI","opened":1,"running":0,"approved":1,"rejected":0}]""", counts["figures"]!["domains"]!.ToJsonString());
        Assert.Equal(At.AddHours(2), (DateTimeOffset)counts["asOf"]!);
    }

    [Theory]
    [InlineData("G/C02/", new[] { 2, 1, 0 })]
    [InlineData("G/C03/", new[] { 2, 0, 1 })]
    [InlineData("G/C04/", new[] { 1, 2, 0 })]
    [InlineData("G/C05/", new[] { 0, 2, 1 })]
    [InlineData("G/C06/", new[] { 1, 0, 2 })]
    public async Task In_any_order_the_counts_end_the_same(string unit, int[] order)
    {
        var opened = Opened(unit);
        object[] events = [opened, Decided(opened), Closed(opened, "Rejected")];
        foreach (var index in order)
        {
            var before = (long)(await site.Counts(unit))["stateVersion"]!;
            await site.Wire.Tell(events[index]);
            // Each is applied before the next is told, so that the order is what the test says. An opening that comes after
            // anything else changes nothing.
            if (index != 0 || index == order[0])
                await Eventually.True(async () => (long)(await site.Counts(unit))["stateVersion"]! > before, "the event is counted");
        }

        await site.Wire.Tell(new ProgrammePublished(Guid.CreateVersion7(), 2, "FestivalGift", unit, Guid.CreateVersion7(), 1m, At));
        await Becomes(unit, "1 0 0 1 1 0 1");
    }

    [Fact]
    public async Task Closing_and_last_decision_of_one_version_do_not_undo_each_other()
    {
        var opened = Opened("G/C07/");
        await site.Wire.Tell(Closed(opened, version: 2));
        await Becomes("G/C07/", "1 0 1 0 0 0 0");
        await site.Wire.Tell(Decided(opened, version: 2));
        await Becomes("G/C07/", "1 0 1 0 1 0 0");
    }

    [Fact]
    public async Task Told_twice_it_counts_once_also_under_another_message_id()
    {
        var opened = Opened("G/C08/");
        var completed = new LessonCompleted(Guid.CreateVersion7(), 1, Guid.CreateVersion7(), "G/C08/", "FIRE-REPORT", At);
        foreach (var message in new object[] { opened, Decided(opened), Closed(opened), completed })
        {
            var id = Guid.CreateVersion7();
            await site.Wire.Tell(message, id);
            await site.Wire.Tell(message, id);
            await site.Wire.Tell(message);
        }

        await site.Wire.Tell(new LessonCompleted(Guid.CreateVersion7(), 1, Guid.CreateVersion7(), "G/C08/", "FIRE-REPORT", At));
        await Becomes("G/C08/", "1 0 1 0 1 2 0");
    }

    [Fact]
    public async Task Three_hundred_cases_at_once_over_all_consumers_are_counted_exactly()
    {
        var cases = Enumerable.Range(0, 300).Select(number => Opened(number % 2 == 0 ? "G/C09/F0901/" : "G/C09/F0902/")).ToList();
        var events = cases.SelectMany((opened, number) => new object[]
        {
            opened, Decided(opened), Closed(opened, number % 3 == 0 ? "Rejected" : "Approved"),
        }).ToArray();
        new Random(7).Shuffle(events);
        await Task.WhenAll(events.Select(message => site.Wire.Tell(message)));
        await Becomes("G/C09/", "300 0 200 100 300 0 0");
        await Becomes("G/C09/F0901/", "150 0 100 50 150 0 0");
    }

    [Fact]
    public async Task Nothing_about_persons_is_kept() => Assert.Equal(0L, await site.Ask<long>(
        "SELECT count(*) FROM information_schema.columns WHERE table_name IN ('cases', 'counts', 'scopes', 'counted_events') AND column_name LIKE '%person%'"));

    [Fact]
    public async Task A_scope_in_which_nothing_happened_shows_zeros()
    {
        var counts = await site.Counts("G/C99/");
        Assert.Equal(0L, (long)counts["stateVersion"]!);
        Assert.Null(counts["asOf"]);
    }

    [Fact]
    public async Task Everybody_reads_the_own_units_and_only_leaders_and_the_duty_room_others()
    {
        using var staff = site.Person("G/B01/F0101/");
        Assert.Equal(HttpStatusCode.OK, (await Get(staff, "?unit=G/B01/F0101/")).StatusCode);
        Assert.Equal("G/B01/F0101/", (string)(await Reply.Body(await Get(staff, "")))["scope"]!);
        var refused = await Get(staff, "?unit=G/B01/");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal("unit-not-yours", await Reply.Problem(refused));

        foreach (var role in new[] { "DutyRoom@G/B02/", "Leader@G/B02/" })
        {
            using var reader = site.Person("G/B02/", role);
            Assert.Equal(HttpStatusCode.OK, (await Get(reader, "?unit=G/B01/")).StatusCode);
        }

        using var nobody = site.Host.Client();
        Assert.Equal(HttpStatusCode.Unauthorized, (await Get(nobody, "")).StatusCode);
        using var other = site.Client("G/B01/", "welfare");
        Assert.Equal(HttpStatusCode.Forbidden, (await Get(other, "")).StatusCode);
        var malformed = await Get(staff, "?unit=%25");
        Assert.Equal(HttpStatusCode.BadRequest, malformed.StatusCode);
        Assert.NotNull((await Reply.Body(malformed))["errors"]!["unit"]);
    }

    private static Task<HttpResponseMessage> Get(HttpClient client, string query) => client.GetAsync("/api/v1/situation/counts" + query, Ct);

    private Task Becomes(string unit, string line) => Eventually.Holds(async () => Assert.Equal(line, await site.Line(unit)));
}
