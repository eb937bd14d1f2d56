using System.Diagnostics;
using System.Text.Json.Nodes;
using Ronghe.Platform.Tests.Journeys;
using Ronghe.Testing;
using Xunit;

namespace Ronghe.Platform.Tests.Browser;

/// <summary>axe-core on every screen, in both languages, light and dark.</summary>
[Collection(nameof(Journeys.Platform))]
public sealed class Accessible_pages(Journeys.Platform platform, Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly Lazy<Task<string>> Axe = new(ReadAxe);

    [Theory]
    [InlineData("zh-CN", "light")]
    [InlineData("en", "dark")]
    public async Task No_page_has_a_serious_violation(string language, string theme)
    {
        var id = await FestivalCase.Open(platform, "节日慰问方案审定", TestContext.Current.CancellationToken);
        var page = await chromium.OpenAs(platform, "b01-union-officer", "/desk", language: language);
        await page.GotoAsync($"/theme/{theme}?back=/desk");
        var found = new List<string>();
        foreach (var path in new[] { "/", "/desk", "/desk/items?domain=UNI", "/desk/items/UNI-02", "/desk/cases/new?item=UNI-02", $"/desk/cases/{id}", "/wall", "/wall/cases?figure=opened&unit=G/B01/", "/m", "/m/lessons/UNION-FUNDS" })
        {
            await page.GotoAsync(path);
            // The script of the test is not the page's: it is evaluated by the driver, past the page's content policy.
            await page.EvaluateAsync(await Axe.Value);
            var violations = JsonNode.Parse(await page.EvaluateAsync<string>("axe.run().then(result => JSON.stringify(result.violations))"))!.AsArray();
            found.AddRange(violations
                .Where(violation => violation!["impact"]?.GetValue<string>() is "serious" or "critical")
                .Select(violation => $"{path}: {violation!["id"]}: {violation["nodes"]![0]!["html"]} {violation["nodes"]![0]!["failureSummary"]}"));
        }

        Assert.Empty(found);
    }

    private static async Task<string> ReadAxe()
    {
        var folder = Path.Combine(Checkout.Root, "tests", "Platform.Tests", "Browser");
        var file = Path.Combine(folder, "node_modules", "axe-core", "axe.min.js");
        if (!File.Exists(file))
        {
            using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--loglevel=error"]) { WorkingDirectory = folder })!;
            await npm.WaitForExitAsync();
        }

        return await File.ReadAllTextAsync(file);
    }
}
