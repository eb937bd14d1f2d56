using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ronghe.DrawVerifier;
using Ronghe.Testing;
using Ronghe.Welfare.Draws;

namespace Ronghe.Welfare.Tests.Draws;

[Collection(nameof(WelfareSite))]
public sealed class Fair_draw(WelfareSite site)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Anyone_draws_again_from_the_page_and_finds_the_same_winners()
    {
        var (world, programme) = await Entered(people: 12, stock: 4);
        await site.Execute($"UPDATE claim_gates SET closes_at = now() WHERE programme_id = '{programme}'");
        await Shift(programme, closes: "-1 minute", moment: "1 hour");
        Assert.Equal("draw-too-early", await Reply.Problem(await Reveal(world, programme, early: true)));
        await Shift(programme, closes: "-2 minutes", moment: "-1 second");
        await site.Execute($"UPDATE draws SET committed_at = now() - interval '90 seconds' WHERE programme_id = '{programme}'");

        var drawn = await Reveal(world, programme);
        Assert.Equal(HttpStatusCode.OK, drawn.StatusCode);
        Assert.Equal("already-drawn", await Reply.Problem(await Reveal(world, programme)));
        using var anyone = site.Person("G/B02/");
        var page = (await anyone.GetFromJsonAsync<DrawPage>($"/api/v1/welfare/draws/{programme}", JsonSerializerOptions.Web, Ct))!;
        Assert.Empty(Check.Page(page));
        Assert.Equal(4, page.Winners!.Count);
        Assert.Equal(4L, await site.Ask<long>($"SELECT count(*) FROM claims WHERE programme_id = '{programme}' AND how = 'Draw'"));
        Assert.Equal(400m, (await world.Balances())[$"{world.Year}/Festival/Paid"]);
        Assert.DoesNotContain(world.People, person => JsonSerializer.Serialize(page).Contains(person.ToString(), StringComparison.Ordinal));

        // Each winner finds themselves with the salt that only they were given.
        var mine = (await world.As(world.People[0]).GetFromJsonAsync<JsonNode>($"/api/v1/welfare/draws/{programme}/entry", Ct))!;
        Assert.Equal((string)mine["commitment"]!, Lottery.Commit(Convert.FromHexString((string)mine["salt"]!), world.People[0]));
        Assert.Equal((bool)mine["won"]!, page.Winners.Contains((string)mine["commitment"]!));

        Assert.NotEmpty(Check.Page(page with { Winners = [.. page.Winners.Reverse()] }));
        Assert.NotEmpty(Check.Page(page with { PublicValue = "another value" }));
        Assert.NotEmpty(Check.Page(page with { Secret = new string('0', 64) }));
        Assert.NotEmpty(Check.Page(page with { Candidates = [.. page.Candidates.Skip(1)] }));
        Assert.NotEmpty(Check.Page(page with { CommittedAt = page.Moment }));
    }

    [Fact]
    public async Task After_the_list_is_sealed_nobody_enters_and_it_is_sealed_only_before_the_moment()
    {
        var (world, programme) = await Entered(people: 3, stock: 1, seal: false);
        Assert.Equal("already-entered", await Reply.Problem(await Enter(world, programme, world.People[0])));
        Assert.Equal("entries-open", await Reply.Problem(await world.Union.PostAsync($"/api/v1/welfare/draws/{programme}/seal", null, Ct)));
        await Shift(programme, closes: "-2 minutes", moment: "-1 minute");
        Assert.Equal("commitment-too-late", await Reply.Problem(await world.Union.PostAsync($"/api/v1/welfare/draws/{programme}/seal", null, Ct)));
        await Shift(programme, closes: "-1 minute", moment: "1 hour");
        Assert.Equal(HttpStatusCode.OK, (await world.Union.PostAsync($"/api/v1/welfare/draws/{programme}/seal", null, Ct)).StatusCode);
        Assert.Equal("list-closed", await Reply.Problem(await Enter(world, programme, world.People[1])));
    }

    [Fact]
    public async Task The_fallback_holds_after_the_deadline_and_not_before()
    {
        var (world, programme) = await Entered(people: 5, stock: 2);
        await Shift(programme, closes: "-10 minutes", moment: "-5 minutes", revealBy: "10 minutes");
        Assert.Equal("reveal-still-due", await Reply.Problem(await Reveal(world, programme, fallback: true)));
        await Shift(programme, closes: "-10 minutes", moment: "-5 minutes", revealBy: "-1 minute");
        Assert.Equal("reveal-too-late", await Reply.Problem(await Reveal(world, programme)));
        Assert.Equal(HttpStatusCode.OK, (await Reveal(world, programme, fallback: true)).StatusCode);
        var page = await Reply.Body(await world.Union.GetAsync($"/api/v1/welfare/draws/{programme}", Ct));
        Assert.Null((string?)page["secret"]);
        Assert.Equal(2, page["winners"]!.AsArray().Count);
    }

    [Fact]
    public void More_tickets_win_more_often_in_proportion()
    {
        (string, int)[] candidates = [("a", 3), ("b", 1)];
        var wins = Enumerable.Range(0, 4000).Count(round => Lottery.Winners(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(round)), candidates, 1)[0] == "a");
        Assert.InRange(wins, 2850, 3150); // 3 of 4, within about five standard deviations
    }

    private async Task<(World World, Guid Programme)> Entered(int people, int stock, bool seal = true)
    {
        var world = await World.Create(site, people);
        var now = TimeProvider.System.GetUtcNow();
        var programme = await world.Running(100m, new
        {
            mode = "Draw", ruleCode = "union-members", opensAt = now.AddHours(-1), closesAt = now.AddHours(1),
            gifts = new[] { new { code = "trip", name = "疗休养", nameEn = "Trip", stock } },
            draw = new { source = "福彩双色球第2026137期", moment = now.AddHours(2), revealBy = now.AddHours(3), fallbackSource = "福彩双色球第2026138期" },
        });
        foreach (var person in world.People) Assert.Equal(HttpStatusCode.OK, (await Enter(world, programme, person)).StatusCode);
        if (!seal) return (world, programme);
        await Shift(programme, closes: "-1 minute", moment: "1 hour");
        Assert.Equal(HttpStatusCode.OK, (await world.Union.PostAsync($"/api/v1/welfare/draws/{programme}/seal", null, Ct)).StatusCode);
        return (world, programme);
    }

    private static Task<HttpResponseMessage> Enter(World world, Guid programme, Guid person) => world.As(person).PostAsync($"/api/v1/welfare/draws/{programme}/entry", null, Ct);

    private static Task<HttpResponseMessage> Reveal(World world, Guid programme, bool fallback = false, bool early = false) =>
        world.Union.PostAsJsonAsync($"/api/v1/welfare/draws/{programme}/reveal", new { publicValue = early ? "x" : "03 08 11 19 26 31 + 07", fallback }, Ct);

    // Time goes by: the plan is frozen, so the test moves its dates behind the trigger's back.
    private Task Shift(Guid programme, string closes, string moment, string revealBy = "2 hours") => site.Execute($$"""
        BEGIN; ALTER TABLE programmes DISABLE TRIGGER keep_programme;
        UPDATE programmes SET plan = (plan::jsonb || jsonb_build_object('closesAt', now() + interval '{{closes}}', 'draw', plan::jsonb -> 'draw'
          || jsonb_build_object('moment', now() + interval '{{moment}}', 'revealBy', now() + interval '{{revealBy}}')))::json WHERE id = '{{programme}}';
        ALTER TABLE programmes ENABLE TRIGGER keep_programme; COMMIT;
        """);
}
