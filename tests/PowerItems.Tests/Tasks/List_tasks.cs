using Ronghe.PowerItems.Tests.Sites;

namespace Ronghe.PowerItems.Tests.Tasks;

[Collection(nameof(Site))]
public sealed class List_tasks(Site site)
{
    [Fact]
    public async Task A_task_waits_with_its_due_date_until_it_is_decided_and_then_for_the_next_one()
    {
        var opened = await site.Open(site.Subsidiary, Site.Festival());
        var (officer, treasurer) = (site.HolderOf("UnionOfficer", Seeds.Bureau), site.HolderOf("UnionTreasurer", Seeds.Bureau));

        var task = (await Tasks(officer)).First(one => one.Id("caseId") == opened.Id("caseId"));
        Assert.Equal(("survey", "UnionOfficer", "UNI-02"), (task.Text("stepKey"), task.Text("post"), task.Text("itemCode")));
        Assert.True(task.GetProperty("dueAt").GetDateTimeOffset() > site.Clock.GetUtcNow());
        Assert.DoesNotContain(await Tasks(treasurer), one => one.Id("caseId") == opened.Id("caseId"));

        await site.DecideNext(site.Subsidiary, opened);

        Assert.DoesNotContain(await Tasks(officer), one => one.Id("caseId") == opened.Id("caseId"));
        Assert.Contains(await Tasks(treasurer), one => one.Id("caseId") == opened.Id("caseId"));
        Assert.Empty(await Tasks(site.Staff(Seeds.Bureau)));
    }

    private static async Task<List<System.Text.Json.JsonElement>> Tasks(HttpClient client) =>
        [.. (await Site.Json(await client.GetAsync(Site.Api + "/tasks?size=100"), 200)).GetProperty("items").EnumerateArray()];
}
