using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ronghe.Contracts.Welfare;
using Ronghe.Testing;

namespace Ronghe.Welfare.Tests.Claims;

[Collection(nameof(WelfareSite))]
public sealed class Claim_a_gift(WelfareSite site)
{
    private static readonly string[] Keys = ["a", "a", "b"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_people_after_few_pieces_get_exactly_those_one_each()
    {
        var world = await World.Create(site, people: 60);
        var programme = await world.Running(100m, World.Claiming(("rice", 20)));
        // Everybody asks three times at once, the third time with another key.
        var answers = await Task.WhenAll(world.People.SelectMany(person => Keys.Select(async key => (person, key, Answer: await world.Claim(person, programme, key: person + key)))));
        var got = answers.Where(answer => answer.Answer.StatusCode == HttpStatusCode.OK).ToList();
        Assert.Equal(20, got.Select(answer => answer.person).Distinct().Count());
        Assert.Equal(20L, await site.Ask<long>($"SELECT count(DISTINCT person_id) FROM claims WHERE programme_id = '{programme}'"));
        Assert.Equal(20, await site.Ask<int>($"SELECT taken FROM gift_stocks WHERE programme_id = '{programme}'"));
        Assert.Equal(2000m, (await world.Balances())[$"{world.Year}/Festival/Paid"]);
        Assert.All(answers.Except(got), answer => Assert.Equal(HttpStatusCode.Conflict, answer.Answer.StatusCode));
    }

    [Fact]
    public async Task The_same_request_again_is_the_same_claim_and_another_is_refused()
    {
        var world = await World.Create(site, people: 1);
        var programme = await world.Running(100m, World.Claiming(("rice", 5)));
        var first = await Reply.Body(await world.Claim(world.People[0], programme, key: "k1"));
        var again = await Reply.Body(await world.Claim(world.People[0], programme, key: "k1"));
        Assert.Equal((Guid)first["claimId"]!, (Guid)again["claimId"]!);
        Assert.Equal("already-claimed", await Reply.Problem(await world.Claim(world.People[0], programme, key: "k2")));
    }

    [Fact]
    public async Task Every_no_has_its_own_type_and_changes_nothing()
    {
        var world = await World.Create(site, people: 3);
        var programme = await world.Running(100m, World.Claiming(("rice", 1)));
        var outsider = await world.Join(); // after the list was frozen
        await site.Execute($"UPDATE directory_people SET active = false WHERE id = '{world.People[1]}'");
        Assert.Equal("not-entitled", await Reply.Problem(await world.Claim(outsider, programme)));
        Assert.Equal("has-left", await Reply.Problem(await world.Claim(world.People[1], programme)));
        Assert.Equal("no-such-gift", await Reply.Problem(await world.Claim(world.People[0], programme, "gold")));
        Assert.Equal("not-entitled", await Reply.Problem(await world.Claim(world.People[0], Guid.CreateVersion7())));
        Assert.Equal(0L, await site.Ask<long>($"SELECT count(*) FROM claims WHERE programme_id = '{programme}'"));
        Assert.Equal(HttpStatusCode.OK, (await world.Claim(world.People[0], programme)).StatusCode);
        Assert.Equal("sold-out", await Reply.Problem(await world.Claim(world.People[2], programme)));
        await site.Execute($"UPDATE claim_gates SET closes_at = now() WHERE programme_id = '{programme}'");
        Assert.Equal("outside-window", await Reply.Problem(await world.Claim(world.People[2], programme)));
        Assert.Equal(100m, (await world.Balances())[$"{world.Year}/Festival/Paid"]);
    }

    [Fact]
    public async Task Nobody_claims_before_the_window_that_was_drawn_for_them()
    {
        var world = await World.Create(site, people: 2);
        var programme = await world.Running(100m, World.Claiming(("rice", 5)));
        await site.Execute($"UPDATE claim_gates SET window_slots = 2, window_minutes = 120 WHERE programme_id = '{programme}'");
        await site.Execute($"UPDATE entitlements SET slot = CASE WHEN person_id = '{world.People[0]}' THEN 0 ELSE 1 END WHERE programme_id = '{programme}'");
        Assert.Equal(HttpStatusCode.OK, (await world.Claim(world.People[0], programme)).StatusCode);
        var early = await Reply.Body(await world.Claim(world.People[1], programme));
        Assert.EndsWith(":outside-window", (string)early["type"]!);
        Assert.NotNull(early["from"]);
    }

    [Fact]
    public async Task The_yearly_cap_of_a_person_holds_over_programmes_and_is_given_back_with_the_claim()
    {
        var world = await World.Create(site, people: 2);
        // The plan of both was within the cap when proposed; the person's own total decides when claiming.
        var first = await world.Running(600m, World.Claiming(("rice", null)));
        var second = await world.Running(600m, World.Claiming(("rice", null)));
        await site.Execute($"UPDATE claim_gates SET cap_most = 1000 WHERE programme_id IN ('{first}', '{second}')");
        var claimed = await Reply.Body(await world.Claim(world.People[0], first));
        Assert.Equal("over-cap", await Reply.Problem(await world.Claim(world.People[0], second)));
        Assert.Equal(HttpStatusCode.OK, (await world.Claim(world.People[1], second)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await world.As(world.People[0]).PostAsync($"/api/v1/welfare/claims/{claimed["claimId"]}/return", null, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await world.Claim(world.People[0], second)).StatusCode);
    }

    [Fact]
    public async Task What_is_returned_goes_to_whoever_waits_longest()
    {
        var world = await World.Create(site, people: 4);
        var programme = await world.Running(100m, World.Claiming(("rice", 1)));
        var claimed = await Reply.Body(await world.Claim(world.People[0], programme));
        Assert.Equal(HttpStatusCode.Accepted, (await world.Claim(world.People[1], programme, wait: true)).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await world.Claim(world.People[2], programme, wait: true)).StatusCode);
        var theirs = $"/api/v1/welfare/claims/{claimed["claimId"]}/return";
        Assert.Equal("another-persons", await Reply.Problem(await world.As(world.People[1]).PostAsync(theirs, null, Ct)));
        Assert.Equal(HttpStatusCode.OK, (await world.As(world.People[0]).PostAsync(theirs, null, Ct)).StatusCode);
        Assert.Equal(world.People[1], await site.Ask<Guid>($"SELECT person_id FROM claims WHERE programme_id = '{programme}' AND state = 'Held'"));
        Assert.Equal("claim-returned", await Reply.Problem(await world.As(world.People[0]).PostAsync(theirs, null, Ct)));
        Assert.Equal(100m, (await world.Balances())[$"{world.Year}/Festival/Paid"]);
    }

    [Fact]
    public async Task A_gift_that_does_not_fit_is_exchanged_for_another_of_the_programme()
    {
        var world = await World.Create(site, people: 1);
        var programme = await world.Running(100m, World.Claiming(("rice", 1), ("oil", 1)));
        var claimed = await Reply.Body(await world.Claim(world.People[0], programme));
        var exchange = $"/api/v1/welfare/claims/{claimed["claimId"]}/exchange";
        Assert.Equal("no-such-gift", await Reply.Problem(await world.As(world.People[0]).PostAsJsonAsync(exchange, new { gift = "gold" }, Ct)));
        Assert.Equal("oil", (string)(await Reply.Body(await world.As(world.People[0]).PostAsJsonAsync(exchange, new { gift = "oil" }, Ct)))["gift"]!);
        Assert.Equal("0,1", await site.Ask<string>($"SELECT string_agg(taken::text, ',' ORDER BY gift DESC) FROM gift_stocks WHERE programme_id = '{programme}'"));
    }

    [Fact]
    public async Task Everyone_entitled_is_issued_to_once_and_the_union_sees_how_far_it_is()
    {
        await site.Wire.Listen<BenefitsReceived>();
        var world = await World.Create(site, people: 30);
        await world.Join(unionMember: false);
        var programme = await world.Running(100m, World.Issuing);
        JsonNode? progress = null;
        await Eventually.True(async () => (bool)(progress = await world.Union.GetFromJsonAsync<JsonNode>($"/api/v1/welfare/programmes/{programme}/issue", Ct))!["finished"]!, "issued");
        Assert.Equal((30, 30, 0), ((int)progress!["total"]!, (int)progress["issued"]!, (int)progress["skipped"]!));
        Assert.Equal(3000m, (await world.Balances())[$"{world.Year}/Festival/Paid"]);
        await Eventually.True(() => Task.FromResult(site.Wire.Heard<BenefitsReceived>().Where(told => told.ProgrammeId == programme).Sum(told => told.People) == 30), "told");
    }
}
