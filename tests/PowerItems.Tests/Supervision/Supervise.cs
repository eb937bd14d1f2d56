using System.Net.Http.Json;
using System.Text.Json;
using MiniExcelLibs;
using Ronghe.PowerItems.Items;
using Ronghe.PowerItems.Supervision;
using Ronghe.PowerItems.Tests.Sites;

namespace Ronghe.PowerItems.Tests.Supervision;

[Collection(nameof(Site))]
public sealed class Supervise(Site site) : IDisposable
{
    private HttpClient Inspector => site.As(Seeds.Holders[1].PersonId, Seeds.Group, $"DisciplineInspector@{Seeds.Group}");

    private HttpClient Elsewhere => site.As(Seeds.Holders[2].PersonId, "G/B02/", "DisciplineInspector@G/B02/");

    [Fact]
    public async Task Pages_hold_every_case_once_while_others_are_opened()
    {
        var mine = new HashSet<Guid>();
        for (var number = 0; number < 7; number++) mine.Add((await site.Open(site.Subsidiary, Site.Festival())).Id("caseId"));
        var seen = new List<Guid>();
        for (string? after = ""; after is not null;)
        {
            var page = await Get(Inspector, $"/cases?itemCode=UNI-02&participant=subsidiary-b01&size=3{after}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(one => one.Id("caseId")));
            after = page.GetProperty("next").ValueKind == JsonValueKind.Null ? null : $"&after={page.Id("next")}";
            await site.Open(site.Subsidiary, Site.Festival());
        }

        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Superset(mine, seen.ToHashSet());
    }

    [Fact]
    public async Task Filters_are_exact_and_overdue_and_near_due_part_the_running_cases()
    {
        var opened = await site.Open(site.Subsidiary, Site.Festival());
        var due = Site.Active(await site.Case(site.Subsidiary, opened)).GetProperty("dueAt").GetDateTimeOffset();
        site.Clock.MoveTo(due.AddHours(-5));
        Assert.Contains(opened.Id("caseId"), await Ids("/cases?due=Near&nearHours=6&size=500"));
        Assert.DoesNotContain(opened.Id("caseId"), await Ids("/cases?due=Overdue&size=500"));
        site.Clock.MoveTo(due.AddHours(1));
        Assert.Contains(opened.Id("caseId"), await Ids("/cases?due=Overdue&size=500"));
        Assert.DoesNotContain(opened.Id("caseId"), await Ids("/cases?state=Approved&size=500"));
        Assert.DoesNotContain(opened.Id("caseId"), await Ids("/cases?unit=G/B02/&size=500"));
        Assert.DoesNotContain(opened.Id("caseId"), await Ids("/cases?domain=FIN&size=500"));

        var heat = (await Get(Inspector, "/risks")).GetProperty("cells").EnumerateArray().First(cell => cell.Text("domain") == "UNI" && cell.Text("unitPath") == Seeds.Bureau);
        Assert.True(heat.GetProperty("overdue").GetInt64() >= 1 && heat.GetProperty("heat").GetInt64() >= heat.GetProperty("cases").GetInt64());
    }

    [Fact]
    public async Task Times_are_measured_by_item_step_and_unit()
    {
        site.Clock.Shift = TimeSpan.FromDays(-30);
        var opened = await site.Open(site.Subsidiary, Site.Festival());
        site.Clock.Shift += TimeSpan.FromHours(5);
        await site.DecideNext(site.Subsidiary, opened, "Reject");

        var (from, before) = (Uri.EscapeDataString((TimeProvider.System.GetUtcNow() + site.Clock.Shift).AddMinutes(-5).ToString("O")), Uri.EscapeDataString((TimeProvider.System.GetUtcNow() + site.Clock.Shift).AddMinutes(5).ToString("O")));
        foreach (var (by, key) in new[] { ("item", "UNI-02"), ("unit", Seeds.Bureau), ("step", "UNI-02/" + (await site.Case(site.Subsidiary, opened)).GetProperty("steps")[0].Text("key")) })
        {
            var row = (await Get(Inspector, $"/turnaround?by={by}&from={from}&before={before}")).GetProperty("rows").EnumerateArray().Single(one => one.Text("key") == key);
            Assert.Equal(1, row.GetProperty("count").GetInt64());
            Assert.InRange(row.GetProperty("medianHours").GetDouble(), 4.9, 5.1);
            Assert.InRange(row.GetProperty("p90Hours").GetDouble(), 4.9, 5.1);
        }

        var returned = (await Get(Inspector, $"/returns?by=item&from={from}&before={before}")).GetProperty("rows").EnumerateArray().Single(one => one.Text("key") == "UNI-02");
        Assert.Equal((1L, 0L), (returned.GetProperty("rejections").GetInt64(), returned.GetProperty("returns").GetInt64()));
    }

    [Fact]
    public async Task An_export_holds_what_the_reader_inspects_and_is_on_record()
    {
        var body = Site.Festival();
        body["title"] = "=HYPERLINK(\"http://x\")";
        var opened = await site.Open(site.Subsidiary, body);

        using var answer = await Inspector.PostAsJsonAsync(Site.Api + "/supervision/exports", new { kind = "Cases", filter = new { itemCode = "UNI-02" } });
        Assert.Equal(200, (int)answer.StatusCode);
        using var file = new MemoryStream(await answer.Content.ReadAsByteArrayAsync());
        var rows = file.Query(useHeaderRow: true).Cast<IDictionary<string, object?>>().ToList();
        var row = rows.Single(one => one["案件 Case"]!.ToString() == opened.Id("caseId").ToString());
        Assert.Equal("=HYPERLINK(\"http://x\")", row["标题 Title"]); // text, not a formula
        Assert.All(rows, one => Assert.Equal("UNI-02", one["事项 Item"]));

        using var other = await Elsewhere.PostAsJsonAsync(Site.Api + "/supervision/exports", new { kind = "Cases" });
        using var foreign = new MemoryStream(await other.Content.ReadAsByteArrayAsync());
        Assert.DoesNotContain(foreign.Query(useHeaderRow: true).Cast<IDictionary<string, object?>>(), one => one["案件 Case"]?.ToString() == opened.Id("caseId").ToString());

        var exports = (await Get(Inspector, "/exports")).GetProperty("exports").EnumerateArray().ToList();
        Assert.Contains(exports, export => export.Text("by") == Seeds.Holders[1].PersonId.ToString() && export.GetProperty("rows").GetInt32() == rows.Count);
        Assert.DoesNotContain((await Get(Elsewhere, "/exports")).GetProperty("exports").EnumerateArray(), export => export.Text("by") == Seeds.Holders[1].PersonId.ToString());
    }

    [Fact]
    public async Task The_permission_matrix_names_every_post_of_every_step_and_only_inspectors_supervise()
    {
        var rows = (await Get(Inspector, "/permissions")).GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(Seeds.Catalogue.Items.Sum(one => one.Item.Steps.Sum(step => step.Posts.Count)), rows.Count);
        Assert.All((await Get(Inspector, "/permissions?post=UnionChair")).GetProperty("rows").EnumerateArray(), row => Assert.Equal("UnionChair", row.Text("post")));
        foreach (var path in new[] { "/cases", "/turnaround", "/returns", "/risks", "/permissions", "/proposals", "/exports" })
            Assert.Equal(403, (int)(await site.Staff(Seeds.Group).GetAsync(Site.Api + "/supervision" + path)).StatusCode);
        Assert.Equal("inspector-only", await Site.Problem(await site.Staff(Seeds.Group).PostAsJsonAsync(Site.Api + "/supervision/exports", new { kind = "Cases" }), 403));
        Assert.Equal("invalid-input", await Site.Problem(await site.Staff(Seeds.Group).PostAsJsonAsync(Site.Api + "/supervision/exports", new { }), 400));
        Assert.Equal(200, (int)(await Inspector.GetAsync(Site.Api + "/supervision/proposals")).StatusCode);
    }

    [Fact]
    public void Items_are_proposed_for_change_by_their_figures_and_not_without()
    {
        var item = Seeds.Catalogue.Items.First(one => one.Item.Code == "UNI-02").Item with
        {
            Limit = new TimeLimit(10, TimeUnit.CalendarDays, LimitKind.Internal), MajorDecisionClass = null, Basis = [], Grade = RiskGrade.Low,
        };
        MeasuredItem With(long cases, double p90, long returns, string code = "UNI-02") => new(
            item with { Code = code }, "UNI", true, cases == 0 ? null : new Turnaround(code, cases, p90 / 2, p90), cases == 0 ? null : new ReturnCount(code, cases, returns, 0, 0));
        static string[] Kinds(params MeasuredItem[] items) => [.. ProposalRules.Of(items).Select(proposal => proposal.Kind)];

        Assert.Equal(["Shorten"], Kinds(With(20, 100, 1)));
        Assert.Equal(["Clarify"], Kinds(With(20, 200, 5)));
        Assert.Empty(Kinds(With(9, 10, 9)));
        Assert.Equal(["Abolish"], Kinds(With(0, 0, 0)));
        Assert.Equal(["Abolish"], Kinds(With(30, 200, 0)));
        Assert.Equal(["Merge"], Kinds(With(20, 200, 1), With(20, 200, 1, "UNI-03")));
        Assert.Empty(Kinds(With(0, 0, 0) with { Item = item with { MajorDecisionClass = MajorDecisionClass.LargeFund } }));
    }

    private async Task<HashSet<Guid>> Ids(string path) => [.. (await Get(Inspector, path)).GetProperty("items").EnumerateArray().Select(one => one.Id("caseId"))];

    private static async Task<JsonElement> Get(HttpClient client, string path) => await Site.Json(await client.GetAsync(Site.Api + "/supervision" + path), 200);

    public void Dispose() => site.Clock.Shift = TimeSpan.Zero;
}
