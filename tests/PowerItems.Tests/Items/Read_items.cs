using Ronghe.PowerItems.Tests.Sites;

namespace Ronghe.PowerItems.Tests.Items;

[Collection(nameof(Site))]
public sealed class Read_items(Site site)
{
    [Fact]
    public async Task Every_item_of_the_catalogue_is_in_force_in_its_first_version()
    {
        var items = (await Site.Json(await site.Subsidiary.GetAsync(Site.Api + "/items"), 200)).GetProperty("items");
        var union = (await Site.Json(await site.Subsidiary.GetAsync(Site.Api + "/items?domain=UNI"), 200)).GetProperty("items");

        Assert.Equal(Seeds.Catalogue.Items.Select(one => one.Item.Code).Order(StringComparer.Ordinal), items.EnumerateArray().Select(item => item.Text("code")).Order(StringComparer.Ordinal));
        Assert.All(items.EnumerateArray(), item => Assert.Equal(1, item.GetProperty("version").GetInt32()));
        Assert.All(union.EnumerateArray(), item => Assert.Equal("UNI", item.Text("domain")));
    }

    [Fact]
    public async Task An_item_is_read_whole()
    {
        var item = await Site.Json(await site.Subsidiary.GetAsync(Site.Api + "/items/UNI-02"), 200);

        Assert.Equal("节日慰问品方案、采购与发放", item.GetProperty("definition").Text("name"));
        Assert.Equal("Money", item.GetProperty("definition").GetProperty("form")[0].Text("type"));
        Assert.Equal(404, (int)(await site.Subsidiary.GetAsync(Site.Api + "/items/UNI-99")).StatusCode);
    }
}
