using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using MiniExcelLibs;
using Ronghe.PowerItems.Catalogues.Uploads;
using Ronghe.PowerItems.Tests.Sites;

namespace Ronghe.PowerItems.Tests.Catalogues;

[Collection(nameof(Site))]
public sealed class Versions_and_imports(Site site) : IDisposable
{
    private HttpClient Manager => site.As(Seeds.Holders[0].PersonId, Seeds.Group, $"Manager@{Seeds.Group}");

    [Fact]
    public async Task A_version_is_drafted_comes_into_force_on_its_day_replaces_the_one_before_and_retires()
    {
        var (first, second) = (Item("UNI-91"), Item("UNI-91"));
        second["name"] = "改过的名称";
        second["steps"]![0]!["name"] = "复审";
        Assert.Equal(1, (await Site.Json(await Import(first), 200)).GetProperty("created").GetArrayLength());
        Assert.Equal("Draft", await State(1));
        Assert.Equal("item-not-in-force", await Site.Problem(await site.Subsidiary.PostAsJsonAsync(Site.Api + "/cases", Opening("UNI-91")), 409));

        var day = TimeProvider.System.GetUtcNow().AddDays(10);
        Assert.Equal("Scheduled", (await Site.Json(await Publish(1, day), 200)).Text("state"));
        Assert.Equal("not-a-draft", await Site.Problem(await Publish(1, day), 409));
        Assert.Equal(2, (await Site.Json(await Import(second), 200)).GetProperty("created")[0].GetProperty("version").GetInt32());
        second["nameEn"] = "Another name";
        Assert.Equal(2, (await Site.Json(await Import(second), 200)).GetProperty("created")[0].GetProperty("version").GetInt32()); // an unpublished draft is replaced
        Assert.Equal("before-the-last-version", await Site.Problem(await Publish(2, day), 409));
        Assert.Equal("date-in-the-past", await Site.Problem(await Publish(2, day.AddDays(-20)), 409));
        Assert.Equal(200, (int)(await Publish(2, day.AddDays(10))).StatusCode);
        Assert.Equal(["UNI-91"], (await Site.Json(await Import(second), 200)).GetProperty("unchanged").EnumerateArray().Select(one => one.GetString()));

        site.Clock.MoveTo(day.AddDays(1));
        Assert.Equal(1, (await Site.Json(await site.Subsidiary.GetAsync(Site.Api + "/items/UNI-91"), 200)).GetProperty("version").GetInt32());
        site.Clock.MoveTo(day.AddDays(11));
        Assert.Equal(2, (await Site.Json(await site.Subsidiary.GetAsync(Site.Api + "/items/UNI-91"), 200)).GetProperty("version").GetInt32());
        Assert.Equal(("Retired", "InForce"), (await State(1), await State(2)));

        var diff = await Site.Json(await site.Subsidiary.GetAsync(Site.Api + "/items/UNI-91/diff?from=1&to=2"), 200);
        Assert.Equal(["name", "nameEn", $"steps[{first["steps"]![0]!["key"]}].name"], diff.GetProperty("changes").EnumerateArray().Select(change => change.Text("path")));
        Assert.Equal(204, (int)(await Manager.PostAsJsonAsync(Site.Api + "/items/UNI-91/retirement", new { version = 2 })).StatusCode);
        Assert.Equal(404, (int)(await site.Subsidiary.GetAsync(Site.Api + "/items/UNI-91")).StatusCode);
    }

    [Fact]
    public async Task Every_fault_is_named_with_its_place_and_nothing_is_imported()
    {
        var (good, bad) = (Item("UNI-92"), Item("UNI-93"));
        bad["grade"] = "Enormous";
        bad["form"]![0]!["typ"] = "Text";
        bad["steps"]![0]!.AsObject().Remove("posts");
        bad.Remove("risks");

        var problem = await Site.Json(await Import(good, bad), 400);
        Assert.EndsWith("catalogue-faulty", problem.Text("type"), StringComparison.Ordinal);
        var places = problem.GetProperty("faults").EnumerateArray().Select(fault => fault.Text("place")).ToList();
        Assert.Equal(["items[1].form[0].typ", "items[1].grade", "items[1].risks", "items[1].steps[0].posts"], places.Order(StringComparer.Ordinal));

        bad = Item("UNI-93");
        bad["steps"]![0]!["posts"]![0] = "Nobody";
        bad["name"] = " ";
        problem = await Site.Json(await Import(good, bad), 400);
        Assert.Contains("items[1].name", problem.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("items[1].steps[0].posts[0]", problem.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(404, (int)(await site.Subsidiary.GetAsync(Site.Api + "/items/UNI-92/versions")).StatusCode);
        Assert.Equal(403, (int)(await site.Subsidiary.PostAsync(Site.Api + "/items/imports", JsonContent.Create(new { items = Array.Empty<object>() }))).StatusCode);
    }

    [Fact]
    public async Task A_workbook_says_the_same_as_the_document_and_its_faults_have_a_row()
    {
        var item = Item("UNI-94");
        Assert.Equal(1, (await Site.Json(await Upload(Workbook(item)), 200)).GetProperty("created").GetArrayLength());
        Assert.Equal(["UNI-94"], (await Site.Json(await Import(item), 200)).GetProperty("unchanged").EnumerateArray().Select(one => one.GetString()));

        item["steps"]![0]!["posts"]![0] = "Nobody";
        var problem = await Site.Json(await Upload(Workbook(item)), 400);
        Assert.Contains(problem.GetProperty("faults").EnumerateArray(), fault => fault.Text("place").StartsWith("steps!2 posts", StringComparison.Ordinal));
        Assert.Equal("catalogue-faulty", await Site.Problem(await Upload([0x50, 0x4B, 3, 4, 1, 2, 3]), 400));
    }

    [Fact]
    public void The_workbook_and_the_document_are_one()
    {
        var item = Item("UNI-95");
        using var workbook = new MemoryStream(Workbook(item));
        var read = ExcelCatalogue.Read(workbook);

        Assert.Empty(read.Faults);
        Assert.Empty(PowerItems.Items.ItemDiff.Of(
            item.Deserialize<PowerItems.Items.PowerItem>(JsonFaults.Options)!, read.Document["items"]![0].Deserialize<PowerItems.Items.PowerItem>(JsonFaults.Options)!));
    }

    /// <summary>An item of the catalogue under another code.</summary>
    private static JsonObject Item(string code)
    {
        var item = JsonNode.Parse(JsonSerializer.Serialize(Seeds.Catalogue.Items.First(one => one.Item.Code == "UNI-02").Item, JsonFaults.Options))!.AsObject();
        (item["code"], item["id"]) = (code, code.Replace("-", "", StringComparison.Ordinal));
        return item;
    }

    private static byte[] Workbook(JsonObject item)
    {
        var sheets = new Dictionary<string, object>();
        var lists = item.Where(member => member.Value is JsonArray array && array.All(entry => entry is JsonObject or JsonArray) && member.Key != "levels").ToList();
        sheets["Items"] = new[] { Cells(item.Where(member => lists.All(list => list.Key != member.Key))) };
        foreach (var (name, list) in lists.Where(list => list.Value!.AsArray().Count > 0))
        {
            // Every row names every column: a sheet has one heading.
            var rows = list!.AsArray().Select(entry => entry is JsonArray posts
                ? new Dictionary<string, object?> { ["posts"] = string.Join(',', posts) } : Cells(entry!.AsObject())).ToList();
            var columns = rows.SelectMany(row => row.Keys).Distinct().ToList();
            sheets[name] = rows.Select(row => new Dictionary<string, object?>([new("code", item["code"]!.ToString()), .. columns.Select(column => KeyValuePair.Create(column, row.GetValueOrDefault(column)))])).ToList();
        }

        using var workbook = new MemoryStream();
        workbook.SaveAs(sheets);
        return workbook.ToArray();
    }

    private static Dictionary<string, object?> Cells(IEnumerable<KeyValuePair<string, JsonNode?>> members) => members.ToDictionary(member => member.Key, member => member.Value switch
    {
        null => null,
        JsonArray list when list.All(entry => entry is JsonValue) => string.Join(',', list),
        JsonValue value => (object?)value.ToString(),
        var nested => nested.ToJsonString(),
    });

    private Task<HttpResponseMessage> Import(params JsonObject[] items) =>
        Manager.PostAsync(Site.Api + "/items/imports", JsonContent.Create(new { items = items.Select(item => item.DeepClone()) }));

    private async Task<HttpResponseMessage> Upload(byte[] workbook)
    {
        using var content = new ByteArrayContent(workbook);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        return await Manager.PostAsync(Site.Api + "/items/imports", content);
    }

    private Task<HttpResponseMessage> Publish(int version, DateTimeOffset inForceFrom) =>
        Manager.PostAsJsonAsync(Site.Api + "/items/UNI-91/publication", new { version, inForceFrom });

    private async Task<string> State(int version) => (await Site.Json(await site.Subsidiary.GetAsync(Site.Api + "/items/UNI-91/versions"), 200))
        .GetProperty("versions").EnumerateArray().First(one => one.GetProperty("version").GetInt32() == version).Text("state");

    private static Dictionary<string, object?> Opening(string code) => new(Site.Festival()) { ["itemCode"] = code };

    public void Dispose() => site.Clock.Shift = TimeSpan.Zero;
}
