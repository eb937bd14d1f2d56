using System.Net.Http.Json;
using System.Text.Json;
using Ronghe.PowerItems.Tests.Sites;

namespace Ronghe.PowerItems.Tests.Cases;

[Collection(nameof(Site))]
public sealed class Open_a_case(Site site)
{
    [Fact]
    public async Task A_subsidiary_opens_a_case_and_its_first_step_waits_for_the_holder_of_the_post()
    {
        var opened = await site.Open(site.Subsidiary, Site.Festival());
        var shown = await site.Case(site.Subsidiary, opened);

        Assert.Equal(("Running", 1), (shown.Text("state"), shown.GetProperty("itemVersion").GetInt32()));
        Assert.Equal(("client", "subsidiary-b01"), (shown.GetProperty("initiator").Text("kind"), shown.GetProperty("initiator").Text("subject")));
        Assert.Equal(Site.Holder("UnionOfficer", Seeds.Bureau).PersonId, Site.Active(shown).GetProperty("assignees")[0].GetGuid());
        Assert.Contains(shown.GetProperty("steps").EnumerateArray(), step => step.Text("key") == "discipline" && step.Text("state") == "Skipped");
        Assert.Equal("Open", Assert.Single(shown.GetProperty("acts").EnumerateArray()).Text("kind"));
    }

    [Fact]
    public async Task Every_wrong_field_of_the_form_is_named()
    {
        var body = Site.Festival();
        body["form"] = new { amount = 12.345m, festival = "Christmas", colour = "red" };

        var problem = await Site.Json(await Post(body), 400);

        Assert.Equal(
            ["form.amount", "form.colour", "form.festival", "form.headcount"],
            problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order());
    }

    [Fact]
    public async Task An_empty_body_names_what_is_needed()
    {
        var errors = (await Site.Json(await Post(new { }), 400)).GetProperty("errors").EnumerateObject().Select(error => error.Name.ToUpperInvariant()).ToList();

        Assert.Superset(new HashSet<string> { "ITEMCODE", "TITLE", "FORM" }, errors.ToHashSet());
    }

    [Theory]
    [InlineData("itemCode", "UNI-99", 409, "item-not-in-force")]
    [InlineData("itemCode", "UNI-01", 400, "invalid-input")]
    [InlineData("unitCode", "B02", 403, "unit-out-of-scope")]
    [InlineData("unitCode", "T010101", 409, "level-not-allowed")]
    [InlineData("unitCode", "B77", 400, "invalid-input")]
    [InlineData("materials", null, 409, "material-missing")]
    public async Task Each_fault_has_its_own_problem(string field, string? value, int status, string type)
    {
        var body = Site.Festival();
        body[field] = value;

        Assert.Equal(type, await Site.Problem(await Post(body), status));
    }

    [Fact]
    public void An_amount_that_falls_into_no_tier_is_refused()
    {
        var item = Organisation.Item() with { Tiers = [new("全部", "All", "amount", [])] };
        var request = new PowerItems.Cases.OpenCaseRequest(
            item.Code, "试验", null, new() { ["amount"] = JsonSerializer.SerializeToElement(-1) }, null, null);

        Assert.Equal("amount-outside-tiers", PowerItems.Cases.OpeningRules.Check(item, request, "ForestFarm", out _)?.Type);
    }

    [Theory]
    [InlineData("welfare.programme", 201)]
    [InlineData("assessment.honour", 409)]
    public async Task A_case_is_about_the_kind_of_object_that_its_item_allows(string kind, int status)
    {
        var body = Site.Festival();
        body["about"] = new { kind, id = Guid.CreateVersion7(), digest = new string('a', 64) };

        await Site.Json(await Post(body), status);
    }

    [Fact]
    public async Task The_same_request_sent_twice_under_one_key_opens_one_case()
    {
        using var first = await PostWithKey("open-once", Site.Festival());
        using var second = await PostWithKey("open-once", Site.Festival());
        using var other = await PostWithKey("open-once", Site.Festival(30_000));

        Assert.Equal((await Site.Json(first, 201)).Id("caseId"), (await Site.Json(second, 201)).Id("caseId"));
        Assert.Equal(422, (int)other.StatusCode);
    }

    [Fact]
    public async Task Without_a_token_or_with_another_scope_nothing_is_opened()
    {
        using var anonymous = site.Anonymous();
        using var elsewhere = site.WithScope("welfare");

        Assert.Equal(401, (int)(await anonymous.PostAsJsonAsync(Site.Api + "/cases", Site.Festival())).StatusCode);
        Assert.Equal(403, (int)(await elsewhere.PostAsJsonAsync(Site.Api + "/cases", Site.Festival())).StatusCode);
    }

    private Task<HttpResponseMessage> Post(object body) => site.Subsidiary.PostAsJsonAsync(Site.Api + "/cases", body);

    private async Task<HttpResponseMessage> PostWithKey(string key, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Site.Api + "/cases") { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key);
        return await site.Subsidiary.SendAsync(request);
    }
}
