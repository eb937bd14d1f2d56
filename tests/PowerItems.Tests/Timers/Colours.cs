using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Ronghe.PowerItems.Tests.Sites;
using Ronghe.PowerItems.Timers;
using Ronghe.Testing;

namespace Ronghe.PowerItems.Tests.Timers;

[Collection(nameof(Site))]
public sealed class Colours(Site site) : IDisposable
{
    private DueScan Scan => site.Host.Services.GetRequiredService<DueScan>();

    [Fact]
    public async Task A_case_turns_blue_yellow_and_red_climbs_and_is_never_passed()
    {
        site.Clock.Shift = TimeSpan.FromDays(-100);
        var opened = await site.Open(site.Subsidiary, Site.Festival());
        var shown = await site.Case(site.Subsidiary, opened);
        var due = Site.Active(shown).GetProperty("dueAt").GetDateTimeOffset();
        Assert.Equal("None", shown.Text("alert"));

        foreach (var (at, colour) in new[] { (due.AddHours(-2), "Blue"), (due.AddMinutes(1), "Yellow"), (due.AddDays(20), "Red") })
        {
            site.Clock.MoveTo(at);
            await Scanned(opened, colour);
        }

        var late = await site.Case(site.Subsidiary, opened);
        Assert.Equal(("Running", "Active"), (late.Text("state"), Site.Active(late).Text("state")));
        Assert.Equal(3, late.GetProperty("acts").EnumerateArray().Count(act => act.Text("kind") == "Alert"));
        // The supervisor of the bureau reads the case now, and the one who is late still decides it, on the version they saw.
        await Site.Json(await Site.Decide(site.HolderOf("UnionOfficer", Seeds.Bureau), shown), 200);
        Assert.Equal("None", (await site.Case(site.Subsidiary, opened)).Text("alert"));
        await Replays.Check(site, opened.Id("caseId"));
    }

    [Fact]
    public async Task A_clock_that_jumps_ahead_arrives_at_the_colour_that_is_due_and_one_set_back_takes_nothing_back()
    {
        site.Clock.Shift = TimeSpan.FromDays(-100);
        var opened = await site.Open(site.Subsidiary, Site.Festival());
        site.Clock.Shift = TimeSpan.FromDays(-60);
        await Scanned(opened, "Red");
        site.Clock.Shift = TimeSpan.FromDays(-99);
        await Scanned(opened, "Red");

        Assert.Single((await site.Case(site.Subsidiary, opened)).GetProperty("acts").EnumerateArray(), act => act.Text("kind") == "Alert");
    }

    [Fact]
    public async Task Fifty_thousand_timers_cost_a_look_at_the_head_of_an_index()
    {
        var opened = await site.Open(site.Subsidiary, Site.Festival());
        await using var source = NpgsqlDataSource.Create(site.Host.Database);
        try
        {
            await Run(source, $"""
                INSERT INTO power_cases SELECT (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(), 'title', 'timer', 'next_alert_at', now() + n * interval '1 minute' + interval '1 day'))).*
                FROM power_cases c, generate_series(1, 50000) n WHERE c.id = '{opened.Id("caseId")}'
                """);
            await Run(source, "ANALYZE power_cases");
            // What other tests left overdue goes first.
            while ((await Scan.Run(CancellationToken.None)).Coloured > 0) continue;
            var watch = Stopwatch.StartNew();
            for (var look = 0; look < 20; look++) Assert.Equal(0, (await Scan.Run(CancellationToken.None)).Coloured);
            watch.Stop();

            TestContext.Current.TestOutputHelper?.WriteLine($"50,000 open timers: {watch.Elapsed.TotalMilliseconds / 20:0.0} ms a look");
            Assert.Contains("ix_power_cases_next_alert_at", await Plan(source, "SELECT * FROM power_cases WHERE next_alert_at <= now() ORDER BY next_alert_at LIMIT 200"), StringComparison.Ordinal);
            Assert.Contains("ix_power_cases_next_alert_at", await Plan(source, "SELECT min(next_alert_at) FROM power_cases WHERE next_alert_at IS NOT NULL"), StringComparison.Ordinal);
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"20 looks took {watch.Elapsed}.");
        }
        finally
        {
            await Run(source, "DELETE FROM power_cases WHERE title = 'timer'");
        }
    }

    // The service's own timer may have been there first: what counts is the colour.
    private async Task Scanned(JsonElement opened, string colour) => await Eventually.Holds(async () =>
    {
        await Scan.Run(CancellationToken.None);
        Assert.Equal(colour, (await site.Case(site.Subsidiary, opened)).Text("alert"));
    });

    private static async Task<string> Plan(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand("EXPLAIN " + sql);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync()) lines.Add(reader.GetString(0));
        return string.Join('\n', lines);
    }

    private static async Task Run(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 120;
        await command.ExecuteNonQueryAsync();
    }

    public void Dispose() => site.Clock.Shift = TimeSpan.Zero;
}
