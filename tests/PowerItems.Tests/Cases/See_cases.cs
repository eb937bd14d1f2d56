using Ronghe.PowerItems.Tests.Sites;

namespace Ronghe.PowerItems.Tests.Cases;

[Collection(nameof(Site))]
public sealed class See_cases(Site site)
{
    [Fact]
    public async Task A_case_is_seen_by_its_units_and_not_elsewhere()
    {
        var opened = await site.Open(site.Subsidiary, Site.Festival());

        Assert.Equal(200, await Status(site.Staff(Seeds.Bureau), opened));
        Assert.Equal(200, await Status(site.Staff(Seeds.Group), opened));
        Assert.Equal(404, await Status(site.Staff(Seeds.Farm), opened));
        Assert.Equal(404, await Status(site.Staff("G/B02/"), opened));
    }

    [Fact]
    public async Task Whoever_takes_part_in_a_case_sees_it_and_acts_on_it_from_any_unit()
    {
        var opened = await site.Open(site.Subsidiary, Site.Festival());
        var moved = site.As(Site.Holder("UnionOfficer", Seeds.Bureau).PersonId, "G/B02/F0201/");

        var shown = await site.Case(moved, opened);

        Assert.True(Site.Active(shown).GetProperty("mine").GetBoolean());
        Assert.Equal(1, shown.GetProperty("acts").GetArrayLength());
        Assert.Equal(200, (int)(await Site.Decide(moved, shown)).StatusCode);
        Assert.Contains(opened.Id("caseId"), await Listed(moved, ""));
    }

    [Fact]
    public async Task A_list_holds_the_callers_cases_newest_first_and_in_pages()
    {
        var older = await site.Open(site.Subsidiary, Site.Festival());
        var newer = await site.Open(site.Subsidiary, Site.Festival());

        Assert.Equal([newer.Id("caseId")], await Listed(site.Staff(Seeds.Bureau), "?size=1"));
        Assert.Equal([older.Id("caseId")], await Listed(site.Staff(Seeds.Bureau), "?size=1&page=2"));
        Assert.Empty(await Listed(site.Staff("G/B02/"), ""));
    }

    [Fact]
    public async Task A_list_is_narrowed_by_state_item_and_unit()
    {
        var opened = await site.Open(site.Subsidiary, Site.Festival());
        await site.DecideNext(site.Subsidiary, opened, "Reject");
        var reader = site.Staff(Seeds.Group);

        Assert.Contains(opened.Id("caseId"), await Listed(reader, "?state=Rejected&itemCode=UNI-02&unit=G/B01/&size=100"));
        Assert.DoesNotContain(opened.Id("caseId"), await Listed(reader, "?state=Running&size=100"));
        Assert.DoesNotContain(opened.Id("caseId"), await Listed(reader, "?unit=G/B02/"));
        Assert.Equal(400, (int)(await reader.GetAsync(Site.Api + "/cases?page=0")).StatusCode);
    }

    private static async Task<int> Status(HttpClient client, System.Text.Json.JsonElement opened) =>
        (int)(await client.GetAsync($"{Site.Api}/cases/{opened.Id("caseId")}")).StatusCode;

    private static async Task<List<Guid>> Listed(HttpClient client, string query) =>
        [.. (await Site.Json(await client.GetAsync(Site.Api + "/cases" + query), 200)).GetProperty("items").EnumerateArray().Select(one => one.Id("caseId"))];
}
