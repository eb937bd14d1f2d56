using Microsoft.Playwright;
using Ronghe.Platform.Tests.Journeys;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ronghe.Platform.Tests.Browser;

[Collection(nameof(Journeys.Platform))]
public sealed class The_desk(Journeys.Platform platform, Chromium chromium) : IClassFixture<Chromium>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_person_signs_in_finds_the_task_and_decides_it_with_and_without_JavaScript(bool javaScript)
    {
        var title = $"春节慰问方案 {Guid.CreateVersion7():N}";
        await FestivalCase.Open(platform, title, Ct);
        var page = await chromium.OpenAs(platform, FestivalCase.FirstDecider, "/desk", javaScript);

        await page.Locator(".tasks").GetByRole(AriaRole.Link, new() { Name = title }).ClickAsync();
        await Expect(page.Locator(".decide .risks li").First).ToBeVisibleAsync();
        await page.Locator("#opinion").FillAsync("方案合规，同意。");
        await page.Locator(".decide button[value=Approve]").ClickAsync();
        await Expect(page.Locator(".confirm")).ToContainTextAsync("方案合规，同意。");
        await page.Locator("button[value=confirmed]").ClickAsync();

        await Expect(page.Locator("[role=status]")).ToContainTextAsync("已记录");
        await Expect(page.Locator(".way")).ToContainTextAsync("方案合规，同意。");
        await page.GotoAsync("/desk");
        await Expect(page.Locator(".tasks").GetByText(title)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_decision_on_a_case_that_moved_on_is_explained_and_what_was_typed_is_kept()
    {
        var id = await FestivalCase.Open(platform, "端午慰问方案", Ct);
        var page = await chromium.OpenAs(platform, FestivalCase.FirstDecider, $"/desk/cases/{id}");
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync($"/desk/cases/{id}");
        await Decide(other, "先办一步。");

        await page.Locator("#opinion").FillAsync("稍后再说。");
        await page.Locator(".decide button[value=Approve]").ClickAsync();

        await Expect(page.Locator("[role=alert]").First).ToContainTextAsync("新的进展");
        await Expect(page.Locator("[role=alert]").First).ToContainTextAsync("稍后再说。");
        await Expect(page.Locator(".way")).ToContainTextAsync("先办一步。");
    }

    [Theory]
    [InlineData("/desk/items/NONE-01")]
    [InlineData("/desk/cases/01a20766-01f8-7fcb-8e94-dddc24f99fff")]
    [InlineData("/m/lessons/NONE")]
    public async Task What_does_not_exist_is_a_page_with_a_way_out(string path)
    {
        var page = await chromium.OpenAs(platform, FestivalCase.FirstDecider, "/desk");
        var answer = await page.GotoAsync(path);
        Assert.Equal(404, answer!.Status);
        await Expect(page.Locator("h1")).ToContainTextAsync("没有找到");
        await Expect(page.Locator("main a[href='/']")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_new_case_shows_errors_beside_their_fields_and_keeps_what_was_typed()
    {
        var page = await chromium.OpenAs(platform, FestivalCase.FirstDecider, "/desk/cases/new?item=UNI-02");
        await page.Locator("[name='f.amount']").FillAsync("九万");
        await page.Locator("[name='f.headcount']").FillAsync("300");
        await page.Locator("form.new-case button[type=submit]").ClickAsync();

        await Expect(page.Locator("[id='f.amount-error']")).Not.ToBeEmptyAsync();
        await Expect(page.Locator("[name='f.amount']")).ToHaveValueAsync("九万");
        await Expect(page.Locator("[name='f.headcount']")).ToHaveValueAsync("300");
    }

    [Fact]
    public async Task Tokens_never_reach_the_browser_and_signing_out_ends_the_session()
    {
        var page = await chromium.OpenAs(platform, FestivalCase.FirstDecider, "/desk");
        var cookies = await page.Context.CookiesAsync();
        var session = Assert.Single(cookies, cookie => cookie.Name is "ronghe");
        Assert.True(session.HttpOnly);
        Assert.Equal(SameSiteAttribute.Lax, session.SameSite);
        Assert.DoesNotContain(cookies, cookie => cookie.Value.Contains("eyJ", StringComparison.Ordinal));

        await page.Locator(".tools button").ClickAsync();
        await page.WaitForURLAsync(url => new Uri(url).AbsolutePath == "/");
        await page.Context.AddCookiesAsync([new() { Name = session.Name, Value = session.Value, Url = platform.Gateway.ToString() }]);
        await page.GotoAsync("/desk");
        await Expect(page.Locator("#password")).ToBeVisibleAsync();
    }

    private static async Task Decide(IPage page, string opinion)
    {
        await page.Locator("#opinion").FillAsync(opinion);
        await page.Locator(".decide button[value=Approve]").ClickAsync();
        await page.Locator("button[value=confirmed]").ClickAsync();
        await Expect(page.Locator("[role=status]")).ToBeVisibleAsync();
    }
}
