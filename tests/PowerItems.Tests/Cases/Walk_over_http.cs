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
        foreach (var level in item.Levels) await Walk(item, level);
    }

    private async Task Walk(PowerItem item, UnitLevel level)
    {
        // Opened in the past, so that no notice window ends after now: tokens and the broker keep the real time.
        site.Clock.Shift = TimeSpan.FromDays(-40);
        var unit = Seeds.PathOf(level.ToString());
        var reader = site.Staff(Seeds.Group);
        var opened = await site.Open(reader, Site.Opening(item, item.Tiers.LastOrDefault(), unit.TrimEnd('/').Split('/')[^1]));
        for (var state = "Running"; state == "Running";)
        {
            var active = Site.Active(await site.Case(reader, opened));
            Assert.NotEqual(0, active.GetProperty("assignees").GetArrayLength());
            if (active.TryGetProperty("noticeUntil", out var until) && until.ValueKind != System.Text.Json.JsonValueKind.Null)
                site.Clock.MoveTo(until.GetDateTimeOffset());
            state = (await site.DecideNext(reader, opened)).Text("state");
        }

        var closed = await site.Case(reader, opened);
        Assert.Equal("Approved", closed.Text("state"));
        Assert.All(closed.GetProperty("steps").EnumerateArray(), step => Assert.True(
            step.Text("state") == "Skipped" || (step.Text("state") == "Approved" && step.GetProperty("assignments")[0].GetProperty("people").GetArrayLength() > 0)));
    }

    public void Dispose() => site.Clock.Shift = TimeSpan.Zero;
}
