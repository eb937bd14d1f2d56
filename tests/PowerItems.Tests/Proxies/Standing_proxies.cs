using System.Net.Http.Json;
using Ronghe.PowerItems.Assignees;
using Ronghe.PowerItems.Items;
using Ronghe.PowerItems.Proxies;
using Ronghe.PowerItems.Tests.Cases;
using Ronghe.PowerItems.Tests.Sites;
using static Ronghe.PowerItems.Tests.Cases.Organisation;

namespace Ronghe.PowerItems.Tests.Proxies;

[Collection(nameof(Site))]
public sealed class Standing_proxies(Site site)
{
    private static readonly Guid[] People = [.. Enumerable.Range(0, 6).Select(_ => Guid.CreateVersion7())];

    [Fact]
    public void A_task_goes_to_the_end_of_the_chain_and_says_for_whom()
    {
        var organisation = new Organisation();
        var holder = organisation.Holds("A");
        (organisation.Proxies[holder], organisation.Proxies[People[0]]) = (People[0], People[1]);

        var powerCase = organisation.Open(Item(Step(StepKind.Single, "A")));

        Assert.Equal([People[1]], powerCase.WaitingFor);
        Assert.Equal((holder, People[1]), (powerCase.ActiveStep!.Assignments[0].Proxies![0].For, powerCase.ActiveStep.Assignments[0].Proxies![0].By));
        organisation.Proxies.Clear(); // resolved at assignment: what changes later changes nothing here
        Assert.Equal("not-assigned", organisation.Decide(powerCase, holder));
        Assert.Null(organisation.Decide(powerCase, People[1]));
    }

    [Fact]
    public void A_proxy_who_opened_the_case_is_passed_over()
    {
        var organisation = new Organisation();
        var holder = organisation.Holds("A");
        organisation.Proxies[holder] = People[0];

        Assert.Equal([holder], organisation.Open(Item(Step(StepKind.Single, "A")), People[0]).WaitingFor);
    }

    [Fact]
    public void Circles_long_chains_and_two_at_a_time_are_refused()
    {
        AuthorityProxy[] chain = [Proxy(0, 1), Proxy(1, 2), Proxy(2, 3)];

        Assert.Equal("proxy-cycle", ProxyRules.Check(Proxy(3, 0), chain)?.Type);
        Assert.Equal("proxy-chain-too-long", ProxyRules.Check(Proxy(3, 4), chain)?.Type);
        Assert.Equal("proxy-chain-too-long", ProxyRules.Check(Proxy(4, 0), chain)?.Type);
        Assert.Equal("proxy-overlaps", ProxyRules.Check(Proxy(0, 5), chain)?.Type);
        Assert.Null(ProxyRules.Check(Proxy(0, 5, day: 10), chain)); // half open: the day on which the other ends is free
        Assert.Equal(3, StandingProxies.LongestChain);
    }

    [Fact]
    public async Task A_proxy_is_given_and_revoked_by_its_giver_alone()
    {
        var (giver, taker) = (Site.Holder("PetitionOfficer", Seeds.Group).PersonId, Site.Holder("PetitionOfficer", Seeds.Bureau).PersonId);
        var until = site.Clock.GetUtcNow().AddDays(3);

        var given = await Site.Json(await site.Assignee(giver).PostAsJsonAsync(Site.Api + "/proxies", new { to = taker, until }), 201);
        Assert.Equal("proxy-cycle", await Site.Problem(await site.Assignee(taker).PostAsJsonAsync(Site.Api + "/proxies", new { to = giver, until }), 409));
        Assert.Equal("unknown-person", await Site.Problem(await site.Assignee(giver).PostAsJsonAsync(Site.Api + "/proxies", new { to = Guid.CreateVersion7(), until }), 409));
        Assert.Equal(404, (int)(await site.Assignee(taker).PostAsJsonAsync($"{Site.Api}/proxies/{given.Id("proxyId")}/revocation", new { })).StatusCode);
        Assert.NotNull((await Site.Json(await site.Assignee(giver).PostAsJsonAsync($"{Site.Api}/proxies/{given.Id("proxyId")}/revocation", new { }), 200)).Text("revokedAt"));
    }

    private static AuthorityProxy Proxy(int from, int to, int day = 0) => new()
    {
        Id = Guid.CreateVersion7(), GivenBy = People[from], GivenTo = People[to], From = Monday.AddDays(day), Until = Monday.AddDays(day + 10), CreatedAt = Monday,
    };
}
