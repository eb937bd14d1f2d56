using System.Net.Http.Json;
using Ronghe.PowerItems.Items;
using Ronghe.PowerItems.Tests.Sites;

namespace Ronghe.PowerItems.Tests.Steps;

[Collection(nameof(Site))]
public sealed class Decide_a_step(Site site)
{
    [Fact]
    public async Task A_case_is_decided_step_by_step_to_its_close_and_keeps_every_act()
    {
        var opened = await site.Open(site.Subsidiary, Site.Festival());
        var state = "Running";
        while (state == "Running") state = (await site.DecideNext(site.Subsidiary, opened)).Text("state");

        var shown = await site.Case(site.Subsidiary, opened);
        Assert.Equal("Approved", shown.Text("state"));
        Assert.Equal(["Open", "Approve", "Approve", "Approve"], shown.GetProperty("acts").EnumerateArray().Select(act => act.Text("kind")));
        Assert.Equal(["UnionOfficer", "UnionTreasurer", "UnionChair"], shown.GetProperty("acts").EnumerateArray().Skip(1).Select(act => act.Text("post")));
        Assert.All(shown.GetProperty("acts").EnumerateArray(), act => Assert.Equal(32, act.Text("traceId").Length));
    }

    [Fact]
    public async Task A_rejection_closes_the_case_and_no_act_is_taken_after_it()
    {
        var opened = await site.Open(site.Subsidiary, Site.Festival());
        var before = await site.Case(site.Subsidiary, opened);

        Assert.Equal("Rejected", (await site.DecideNext(site.Subsidiary, opened, "Reject")).Text("state"));

        Assert.Equal("case-closed", await Site.Problem(await Site.Decide(site.HolderOf("UnionOfficer", Seeds.Bureau), before), 409));
    }

    [Fact]
    public async Task Somebody_who_may_read_the_case_but_was_not_assigned_is_told_so()
    {
        var shown = await site.Case(site.Subsidiary, await site.Open(site.Subsidiary, Site.Festival()));

        Assert.Equal("not-assigned", await Site.Problem(await Site.Decide(site.HolderOf("UnionChair", Seeds.Bureau), shown), 403));
        Assert.Equal("not-assigned", await Site.Problem(await Site.Decide(site.Subsidiary, shown), 403));
    }

    [Fact]
    public async Task The_initiator_decides_nothing_and_the_step_climbs_to_the_group()
    {
        var officer = site.HolderOf("UnionOfficer", Seeds.Bureau);
        var shown = await site.Case(officer, await site.Open(officer, Site.Festival()));

        Assert.Equal("initiator-decides-nothing", await Site.Problem(await Site.Decide(officer, shown), 403));
        var assignment = Site.Active(shown).GetProperty("assignments")[0];
        Assert.Equal((Seeds.Group, Seeds.Bureau), (assignment.Text("unitPath"), assignment.Text("escalatedFrom")));
        Assert.Equal(200, (int)(await Site.Decide(site.HolderOf("UnionOfficer", Seeds.Group), shown)).StatusCode);
    }

    [Fact]
    public async Task A_stale_version_answers_with_the_present_state_and_changes_nothing()
    {
        var opened = await site.Open(site.Subsidiary, Site.Festival());
        await site.DecideNext(site.Subsidiary, opened);
        var shown = await site.Case(site.Subsidiary, opened);

        var problem = await Site.Json(await Site.Decide(site.HolderOf("UnionTreasurer", Seeds.Bureau), shown, version: 1), 409);

        Assert.EndsWith("case-changed", problem.Text("type"), StringComparison.Ordinal);
        Assert.Equal(("Running", 2), (problem.Text("state"), problem.GetProperty("caseVersion").GetInt32()));
        Assert.Equal(2, (await site.Case(site.Subsidiary, opened)).GetProperty("caseVersion").GetInt32());
    }

    [Fact]
    public async Task Of_ten_decisions_at_once_one_is_taken()
    {
        var opened = await site.Open(site.Subsidiary, Site.Festival());
        var shown = await site.Case(site.Subsidiary, opened);
        var officer = site.HolderOf("UnionOfficer", Seeds.Bureau);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Site.Decide(officer, shown)));

        Assert.Equal([200, .. Enumerable.Repeat(409, 9)], answers.Select(answer => (int)answer.StatusCode).Order());
        Assert.Equal(2, (await site.Case(site.Subsidiary, opened)).GetProperty("acts").GetArrayLength());
    }

    [Fact]
    public async Task Evidence_is_needed_where_a_step_is_recorded_rather_than_conducted()
    {
        var item = Seeds.Catalogue.Items.First(one => one.Item.Levels.Contains(UnitLevel.Bureau) && one.Item.Tiers.Count == 0
            && one.Item.Steps[^1].Kind == StepKind.Execution && one.Item.Steps.SkipLast(1).All(step => step.Kind is StepKind.Single or StepKind.AllOf)).Item;
        var opened = await site.Open(site.Subsidiary, Site.Opening(item, null, "B01"));
        var shown = await site.Case(site.Subsidiary, opened);
        while (Site.Active(shown).Text("kind") != "Execution")
        {
            await site.Conduct(site.Subsidiary, opened);
            shown = await site.Case(site.Subsidiary, opened);
        }

        var assignee = site.Assignee(Site.Active(shown).GetProperty("assignees")[0].GetGuid());
        using var empty = await assignee.PostAsJsonAsync(
            $"{Site.Api}/cases/{shown.Id("caseId")}/steps/{Site.Active(shown).Id("stepId")}/decision",
            new { decision = "Approve", caseVersion = shown.GetProperty("caseVersion").GetInt64() });
        var named = (await Site.Json(empty, 400)).GetProperty("errors").EnumerateObject().Select(error => error.Name);
        Assert.Equal(200, (int)(await Site.Decide(assignee, shown)).StatusCode);

        Assert.Equal(["opinion"], named);
        Assert.Equal("Recorded", (await site.Case(site.Subsidiary, opened)).GetProperty("acts").EnumerateArray().Last().Text("manner"));
    }

    [Fact]
    public async Task What_a_meeting_decides_nobody_decides_alone()
    {
        var opened = await site.Open(site.Subsidiary, Site.Festival(200_000));
        var shown = await site.Case(site.Subsidiary, opened);
        while (Site.Active(shown).Text("kind") != "Collective")
        {
            await site.Conduct(site.Subsidiary, opened);
            shown = await site.Case(site.Subsidiary, opened);
        }

        Assert.Equal("meeting-decides", await Site.Problem(await Site.Decide(site.HolderOf("UnionSecretary", Seeds.Bureau), shown), 409));
    }

    [Fact]
    public async Task A_case_of_another_unit_and_a_step_that_is_not_there_are_not_found()
    {
        var shown = await site.Case(site.Subsidiary, await site.Open(site.Subsidiary, Site.Festival()));
        var body = new { decision = "Approve", caseVersion = 1 };

        Assert.Equal(404, (int)(await Site.Decide(site.Staff("G/B02/"), shown)).StatusCode);
        Assert.Equal(404, (int)(await site.Subsidiary.PostAsJsonAsync(
            $"{Site.Api}/cases/{shown.Id("caseId")}/steps/{Guid.CreateVersion7()}/decision", body)).StatusCode);
    }

    [Fact]
    public async Task A_decision_of_no_known_kind_is_named()
    {
        var shown = await site.Case(site.Subsidiary, await site.Open(site.Subsidiary, Site.Festival()));

        Assert.Equal("invalid-input", await Site.Problem(await Site.Decide(site.HolderOf("UnionOfficer", Seeds.Bureau), shown, "Maybe"), 400));
    }
}
