using Microsoft.Playwright;
using Ronghe.NativeHost.Tests.Telemetry;

namespace Ronghe.NativeHost.Tests.Pages;

/// <summary>The page in Chromium, as someone without a mouse uses it.</summary>
public sealed class PageTests(ApiTests.Site site) : IClassFixture<ApiTests.Site>, IAsyncLifetime
{
    private static readonly string[] Flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
    private readonly List<string> complaints = [];
    private readonly List<string> foreign = [];
    private IPlaywright playwright = null!;
    private IBrowser browser = null!;

    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = Flags });
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }

    [Fact]
    public async Task Every_tab_shows_what_it_names_and_asks_nobody_else()
    {
        await site.LineOf("willow");
        var page = await Open("zh-CN");
        await Assertions.Expect(page.Locator("tr[data-resource=first-1]")).ToContainTextAsync("正常");
        await Assertions.Expect(page.Locator("tr[data-resource=first-1]")).ToContainTextAsync("副本 ×2");
        await Assertions.Expect(page.Locator("#overall")).ToHaveTextAsync("全部正常");

        await page.Keyboard.PressAsync("2");
        await page.Locator("nav.pick a", new() { HasText = "first-0" }).ClickAsync();
        await Assertions.Expect(page.Locator("pre.console")).ToContainTextAsync("Now listening");

        await page.Keyboard.PressAsync("5");
        await Assertions.Expect(page.Locator("tr[data-service=first] svg path[d^=M]").First).ToBeAttachedAsync(new() { Timeout = 40_000 });
        await page.Locator("tr[data-service=first] a").ClickAsync();
        await Assertions.Expect(page.Locator("figure[data-chart=memory]")).ToContainTextAsync("MB");

        Assert.Empty(complaints);
        Assert.Empty(foreign);
    }

    [Fact]
    public async Task A_trace_is_found_and_opened_by_keyboard_alone()
    {
        var traceId = (await site.LineOf("spruce")).GetProperty("traceId").GetString()!;
        var page = await Open("en");
        await page.Keyboard.PressAsync("4");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Traces");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync(traceId);
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        Assert.Contains($"text={traceId}", page.Url, StringComparison.Ordinal);
        for (var i = 0; i < 6 && !await page.Locator("tbody a:focus").IsVisibleAsync(); i++) await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.Locator("details.span")).ToHaveCountAsync(3);
        await Assertions.Expect(page.Locator("details.line")).ToContainTextAsync(["The word is spruce"]);
        await page.Locator("details.span summary").First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("details.span[open] dl")).ToContainTextAsync("url.path");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("tbody a")).ToHaveCountAsync(1);
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task The_language_is_one_button_and_stays()
    {
        var page = await Open("zh-CN");
        await page.Locator("#language").ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Resources");
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await Assertions.Expect(page.Locator("#overall")).ToHaveTextAsync("All healthy");
        Assert.DoesNotMatch("[\u4e00-\u9fff]", (await page.Locator("main").InnerTextAsync()));
    }

    private async Task<IPage> Open(string language)
    {
        var context = await browser.NewContextAsync(new() { BaseURL = site.Host.File.Api, Locale = language });
        context.SetDefaultTimeout(20_000);
        var page = await context.NewPageAsync();
        page.Console += (_, said) => { if (said.Type is "error" or "warning") complaints.Add(said.Text); };
        page.PageError += (_, error) => complaints.Add(error);
        page.Request += (_, request) => { if (!request.Url.StartsWith(site.Host.File.Api, StringComparison.Ordinal)) foreign.Add(request.Url); };
        await page.GotoAsync("/");
        return page;
    }
}
