using Microsoft.Playwright;
using Ronghe.Platform.Tests.Journeys;
using Xunit;

namespace Ronghe.Platform.Tests.Browser;

/// <summary>The machine's own Chromium, one for all browser tests; each test has a context, and so a session, of its own.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

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

    /// <summary>A fresh window on the portal, nobody signed in.</summary>
    internal async Task<IPage> Open(Journeys.Platform platform, bool javaScript = true, int width = 1440, int height = 900, string language = "zh-CN")
    {
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = platform.Gateway.ToString(),
            JavaScriptEnabled = javaScript,
            Locale = language,
            ViewportSize = new() { Width = width, Height = height },
        });
        context.SetDefaultTimeout(20_000);
        return await context.NewPageAsync();
    }

    /// <summary>Opens a page as a demo account, by way of the sign-in page as a person would.</summary>
    internal async Task<IPage> OpenAs(
        Journeys.Platform platform, string account, string path, bool javaScript = true, int width = 1440, int height = 900, string language = "zh-CN")
    {
        var page = await Open(platform, javaScript, width, height, language);
        await page.GotoAsync(path);
        await page.Locator("#userName").FillAsync(account);
        await page.Locator("#password").FillAsync(platform.SignIn.Password);
        await page.Locator("button[type=submit]").First.ClickAsync();
        await page.WaitForURLAsync(url => new Uri(url).AbsolutePath.StartsWith(path.Split('?')[0], StringComparison.Ordinal));
        return page;
    }
}
