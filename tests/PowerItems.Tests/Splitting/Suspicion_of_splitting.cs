using Ronghe.PowerItems.Tests.Sites;

namespace Ronghe.PowerItems.Tests.Splitting;

[Collection(nameof(Site))]
public sealed class Suspicion_of_splitting(Site site)
{
    [Fact]
    public async Task Cases_that_together_leave_their_tier_are_shown_before_anything_is_approved()
    {
        var first = await site.Open(site.Subsidiary, Matter(30_000));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await site.Case(site.Subsidiary, first)).GetProperty("splitting").ValueKind);
        var second = await site.Open(site.Subsidiary, Matter(25_000));
        var shown = await site.Case(site.Subsidiary, second);
        var officer = site.HolderOf("UnionOfficer", Seeds.Bureau);

        var finding = shown.GetProperty("splitting");
        Assert.Equal((55_000m, 50_000m), (finding.GetProperty("sum").GetDecimal(), finding.GetProperty("bound").GetDecimal()));
        Assert.Equal([first.Id("caseId")], Site.SplittingSeen(shown));
        var refused = await Site.Json(await Blind(officer, shown), 409);
        Assert.EndsWith("splitting-suspected", refused.Text("type"), StringComparison.Ordinal);
        Assert.Equal(first.Id("caseId"), refused.GetProperty("splitting").GetProperty("cases")[0].Id("caseId"));
        Assert.Equal(1, (await site.Case(site.Subsidiary, second)).GetProperty("caseVersion").GetInt32());

        // Having looked at them the decider may approve; the rejected case no longer counts for the other.
        await Site.Json(await Site.Decide(officer, shown), 200);
        await Site.Json(await Site.Decide(officer, await site.Case(site.Subsidiary, first), "Reject"), 200);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await site.Case(site.Subsidiary, second)).GetProperty("splitting").ValueKind);
    }

    private static Task<HttpResponseMessage> Blind(HttpClient officer, System.Text.Json.JsonElement shown) => System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(
        officer, $"{Site.Api}/cases/{shown.Id("caseId")}/steps/{Site.Active(shown).Id("stepId")}/decision",
        new { decision = "Approve", caseVersion = shown.GetProperty("caseVersion").GetInt64() });

    // A festival that no other test celebrates at this unit, so that no other case joins the sum.
    private static Dictionary<string, object?> Matter(decimal amount)
    {
        var body = Site.Festival(amount);
        ((Dictionary<string, object>)body["form"]!)["festival"] = "NationalDay";
        return body;
    }
}
