using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ronghe.Contracts.Identity;
using Ronghe.Testing;

namespace Ronghe.Learning.Tests.Audiences;

[Collection(nameof(LearningSite))]
public sealed class Targeted_push(LearningSite site)
{
    private static readonly string[] Right = ["B", "ABD"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_preview_counts_and_says_why_and_keeps_nothing()
    {
        var tag = NewTag();
        var first = await Tagged(tag, "G/B01/F0101/", partyMember: true);
        await Tagged(tag, "G/B01/F0101/");
        using var organiser = site.Organiser("G/B01/");
        var preview = await Reply.Body(await organiser.PostAsJsonAsync("/api/v1/learning/audiences/previews", new
        {
            rule = new { all = new object[] { new { tag }, new { partyMember = true } } },
        }, Ct));
        Assert.Equal(1, (int)preview["count"]!);
        Assert.True((int)preview["within"]! >= 2);
        var person = Assert.Single(preview["sample"]!.AsArray())!;
        Assert.Equal(first.ToString(), (string)person["personId"]!);
        Assert.Equal([$"带有标签“{tag}”", "是党员"], person["reasons"]!.AsArray().Select(reason => (string)reason!));
        Assert.Equal(0L, await site.Ask<long>($"SELECT count(*) FROM audiences WHERE rule::text LIKE '%{tag}%'"));
    }

    [Fact]
    public async Task An_organiser_reaches_nobody_outside_the_own_unit()
    {
        var tag = NewTag();
        await Tagged(tag, "G/B02/F0201/");
        using var organiser = site.Organiser("G/B01/");
        Assert.Equal(0, (int)(await Create(organiser, new { tag }))["members"]!);
        using var staff = site.Person("G/B01/");
        Assert.Equal("not-organiser", await Reply.Problem(await staff.PostAsJsonAsync("/api/v1/learning/audiences", new { name = "x", rule = new { tag } }, Ct)));
    }

    [Fact]
    public async Task An_assignment_follows_people_who_move_in_and_out_and_tells_why()
    {
        var mover = await site.Join("G/B02/F0201/");
        using var organiser = site.Organiser();
        var audience = (string)(await Create(organiser, new { unit = "G/B01/F0102/" }))["audienceId"]!;
        await Assign(organiser, audience, "FIRE-REPORT");
        using var person = site.Person(mover, "G/B02/F0201/");
        Assert.Empty(await Assigned(person));

        await Move(mover, 2, "G/B01/F0102/");
        await Eventually.Holds(async () =>
        {
            var item = Assert.Single(await Assigned(person))!;
            Assert.Equal(("FIRE-REPORT", false, "所在单位在 G/B01/F0102/ 范围内"), ((string)item["target"]!, (bool)item["done"]!, (string)Assert.Single(item["why"]!.AsArray())!));
        });
        await Move(mover, 3, "G/B02/F0201/");
        await Eventually.True(async () => (await Assigned(person)).Count == 0, "who moved out is not asked any more");
    }

    [Fact]
    public async Task A_unit_that_moves_takes_its_people_along()
    {
        var person = await site.Join("G/B02/F0201/", unionMember: true);
        using var organiser = site.Organiser();
        var tag = NewTag();
        await Tag(person, tag);
        var audience = (string)(await Create(organiser, new { all = new object[] { new { unit = "G/B02/" }, new { tag } } }))["audienceId"]!;
        Assert.Equal(1L, await Members(audience));
        await site.Ask<object>($"UPDATE directory_people SET unit_path = 'G/B01/F0201/' WHERE id = '{person}' RETURNING 1");
        await Eventually.True(async () => await Members(audience) == 0, "the audience follows the unit");
    }

    [Fact]
    public async Task What_is_done_is_shown_as_done_and_a_closed_assignment_goes()
    {
        var id = await site.Join("G/B01/F0102/");
        var tag = NewTag();
        await Tag(id, tag);
        using var organiser = site.Organiser();
        var assignment = await Assign(organiser, (string)(await Create(organiser, new { tag }))["audienceId"]!, "FIRE-REPORT");
        using var person = site.Person(id, "G/B01/F0102/");
        await person.PostAsJsonAsync("/api/v1/learning/lessons/FIRE-REPORT/completions", new { answers = Right }, Ct);
        Assert.True((bool)(await Assigned(person)).Single(item => (string)item!["why"]![0]! == $"带有标签“{tag}”")!["done"]!);
        Assert.Equal(HttpStatusCode.NoContent, (await organiser.PostAsync($"/api/v1/learning/assignments/{assignment}/closing", null, Ct)).StatusCode);
        Assert.DoesNotContain(await Assigned(person), item => (string)item!["why"]![0]! == $"带有标签“{tag}”");
    }

    [Fact]
    public async Task Personalisation_off_changes_what_is_recommended()
    {
        var id = await site.Join("G/B01/F0102/", partyMember: true);
        using var person = site.Person(id, "G/B01/F0102/");
        using var other = site.Person(await site.Join("G/B02/F0201/"), "G/B02/F0201/");
        await person.PostAsJsonAsync("/api/v1/learning/lessons/FIRE-REPORT/completions", new { answers = Right }, Ct);
        var personal = await Feed(person);
        Assert.Contains("您学过同一专题的《看见烟，先报告》。", personal["recommended"]!.ToJsonString(Plain));
        Assert.All(personal["recommended"]!.AsArray(), item => Assert.NotEmpty(item!["why"]!.AsArray()));

        foreach (var client in new[] { person, other }) Assert.Equal(HttpStatusCode.NoContent, (await client.PutAsJsonAsync("/api/v1/learning/feed/personalisation", new { personalised = false }, Ct)).StatusCode);
        var off = await Feed(person);
        Assert.False((bool)off["personalised"]!);
        Assert.Equal(off["recommended"]!.ToJsonString(), (await Feed(other))["recommended"]!.ToJsonString());
        Assert.DoesNotContain("您学过", off["recommended"]!.ToJsonString(Plain));
    }

    [Fact]
    public async Task A_push_that_counts_log_ins_is_refused_with_the_rule()
    {
        using var organiser = site.Organiser();
        var audience = (string)(await Create(organiser, new { unit = "G/B01/" }))["audienceId"]!;
        var answer = await organiser.PostAsJsonAsync("/api/v1/learning/assignments", new { audienceId = audience, kind = "Lesson", target = "FIRE-REPORT", note = "请每日签到打卡，按在线时长排名" }, Ct);
        var body = await Reply.Body(answer);
        Assert.Equal(("urn:ronghe:problem:burden-forbidden", HttpStatusCode.Conflict), ((string)body["type"]!, answer.StatusCode));
        Assert.Contains("国办函〔2026〕12号", (string)body["citation"]!);
        Assert.Equal(0L, await site.Ask<long>($"SELECT count(*) FROM assignments WHERE audience_id = '{audience}'"));
    }

    private static readonly System.Text.Json.JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string NewTag() => $"标签{Guid.CreateVersion7()}";

    private async Task<Guid> Tagged(string tag, string unitPath, bool partyMember = false)
    {
        var id = await site.Join(unitPath, partyMember);
        await Tag(id, tag);
        return id;
    }

    private async Task Tag(Guid personId, string tag)
    {
        using var organiser = site.Organiser();
        Assert.Equal(HttpStatusCode.NoContent, (await organiser.PutAsJsonAsync($"/api/v1/learning/people/{personId}/tags", new { tags = new[] { tag } }, Ct)).StatusCode);
    }

    private Task Move(Guid personId, long version, string unitPath) =>
        site.Wire.Tell(new PersonMoved(personId, version, LearningSite.Facts(unitPath), TimeProvider.System.GetUtcNow()));

    private Task<long> Members(string audience) => site.Ask<long>($"SELECT count(*) FROM audience_members WHERE audience_id = '{audience}'");

    private static async Task<JsonNode> Create(HttpClient organiser, object rule)
    {
        var answer = await organiser.PostAsJsonAsync("/api/v1/learning/audiences", new { name = "人群", rule }, Ct);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Ct));
        return await Reply.Body(answer);
    }

    private static async Task<string> Assign(HttpClient organiser, string audienceId, string target)
    {
        var answer = await organiser.PostAsJsonAsync("/api/v1/learning/assignments", new { audienceId, kind = "Lesson", target }, Ct);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Ct));
        return (string)(await Reply.Body(answer))["assignmentId"]!;
    }

    private static async Task<JsonNode> Feed(HttpClient person) => (await person.GetFromJsonAsync<JsonNode>("/api/v1/learning/feed", Ct))!;

    private static async Task<JsonArray> Assigned(HttpClient person) => (await Feed(person))["assigned"]!.AsArray();
}
