using Ronghe.PowerItems.Items;
using Ronghe.PowerItems.Tests.Sites;

namespace Ronghe.PowerItems.Tests.Cases;

/// <summary>Every item of the catalogue, opened at each of its levels and decided to its close over HTTP by the seeded post holders.</summary>
[Collection(nameof(Site))]
public sealed class Walk_over_http(Site site) : IDisposable
{
    public static TheoryData<string> Items => [.. Seeds.Catalogue.Items.Select(one => one.Item.Code)];

    [Theory]
    [MemberData(nameof(Items))]
    public async Task Every_item_is_walked_to_its_close(string code)
    {
        var item = Seeds.Catalogue.Items.First(one => one.Item.Code == code).Item;
        // By rules every level and tier is walked; over HTTP one level does, the lowest, from which posts are looked up farthest.
        await Walk(item, item.Levels[^1]);
    }

    private async Task Walk(PowerItem item, UnitLevel level)
    {
        // Opened in the past, so that no notice window ends after now: tokens and the broker keep the real time.
        site.Clock.Shift = TimeSpan.FromDays(-60);
        var unit = Seeds.PathOf(level.ToString());
        var reader = site.Staff(Seeds.Group);
        var opened = await site.Open(reader, Site.Opening(item, item.Tiers.LastOrDefault(), unit.TrimEnd('/').Split('/')[^1]));
        for (var state = "Running"; state == "Running";) state = await site.Conduct(reader, opened);

        var closed = await site.Case(reader, opened);
        Assert.Equal("Approved", closed.Text("state"));
        Assert.All(closed.GetProperty("steps").EnumerateArray(), step => Assert.True(
            step.Text("state") == "Skipped" || (step.Text("state") == "Approved" && step.GetProperty("assignments")[0].GetProperty("people").GetArrayLength() > 0)));
        await Replays.Check(site, closed.Id("caseId"));
    }

    public void Dispose() => site.Clock.Shift = TimeSpan.Zero;
}
