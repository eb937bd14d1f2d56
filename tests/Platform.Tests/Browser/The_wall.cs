using System.Globalization;
using Ronghe.Platform.Tests.Journeys;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ronghe.Platform.Tests.Browser;

[Collection(nameof(Journeys.Platform))]
public sealed class The_wall(Journeys.Platform platform, Chromium chromium) : IClassFixture<Chromium>
{
    private const string Opened = "[data-scope='G/'][data-figure=casesOpened]";
    private const string OfBureau = "[data-scope='G/B01/'][data-figure=casesRunning]";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_count_changes_on_the_open_wall_without_a_reload()
    {
        var page = await chromium.OpenAs(platform, "duty-room", "/wall", width: 1920, height: 1080);
        await Expect(page.Locator("#link")).ToHaveAttributeAsync("data-state", "live");
        await page.EvaluateAsync("window.sameWall = true");
        var (group, bureau) = (await Number(page.Locator(Opened)), await Number(page.Locator(OfBureau)));

        await FestivalCase.Open(platform, "大屏上看得见", Ct);

        await Expect(page.Locator(Opened)).Not.ToHaveTextAsync(Text(group));
        await Expect(page.Locator(OfBureau)).Not.ToHaveTextAsync(Text(bureau));
        Assert.True(await page.EvaluateAsync<bool>("window.sameWall"));
    }

    [Fact]
    public async Task Without_JavaScript_the_figures_are_those_of_the_moment_and_lead_to_the_cases()
    {
        await FestivalCase.Open(platform, "无脚本也准", Ct);
        var page = await chromium.OpenAs(platform, "leader", "/wall", javaScript: false, width: 1920, height: 1080);
        await Testing.Eventually.Holds(async () =>
        {
            await page.ReloadAsync();
            Assert.True(await Number(page.Locator(Opened)) > 0);
        });

        await page.Locator($".wall-figure:has({Opened})").ClickAsync();
        await Expect(page.Locator(".drill-card table tbody tr").First).ToBeVisibleAsync();
        Assert.NotEmpty((await page.Locator(".wall-link code").TextContentAsync())!);
    }

    private static async Task<long> Number(Microsoft.Playwright.ILocator locator) =>
        long.Parse((await locator.TextContentAsync())!, CultureInfo.InvariantCulture);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
