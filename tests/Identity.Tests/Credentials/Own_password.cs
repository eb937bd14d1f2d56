using System.Net;
using Ronghe.Identity.Credentials;
using Ronghe.Identity.Tests.Administrators;
using Ronghe.Identity.Tests.People;
using Ronghe.Testing;
using Xunit;

namespace Ronghe.Identity.Tests.Credentials;

[Collection(nameof(AdministrationSite))]
public sealed class Own_password(AdministrationSite site)
{
    private const string Page = "/account/new-password";
    private static readonly PasswordRules Rules = new(CommonPasswords.Read(Path.Combine(Checkout.Root, "seeds")));

    [Theory]
    [InlineData("short")]
    [InlineData("Kurz-2026!x")] // eleven
    [InlineData("aaaaaaaaaaaaaaaa")]
    [InlineData("1234567890123")]
    [InlineData("Password2026!")]
    [InlineData("P@ssw0rd-123456")]
    [InlineData("qwertyuiop123")]
    [InlineData("woaini5201314!")]
    [InlineData("WoAiNiZhongGuo1")]
    [InlineData("Welcome_to_2026!", false)] // "to" is in no list: long enough to be one's own
    [InlineData("xx-100234-yyzz")]
    [InlineData("云小松的密码是很长很长的")]
    [InlineData("mingzi-0506-abx")]
    [InlineData("mingzi19900506x")]
    [InlineData("ronghe@linye2026")]
    [InlineData("songshu-zai-tiao", false)]
    [InlineData("correct horse battery", false)]
    [InlineData("三只松鼠跳过了河边的石头", false)]
    public void Is_long_uncommon_and_says_nothing_of_the_person(string password, bool refused = true) =>
        Assert.Equal(refused, Rules.Refuse(password, "100234", "云小松", "100234", 5, 6) is not null);

    [Fact]
    public async Task Must_be_chosen_before_anything_else_when_somebody_else_chose_the_present_one()
    {
        var person = await site.Personnel.Join("F0103");
        using var browser = new Browser(site.Address);
        using var signedIn = await browser.Submit("/account/sign-in", person.UserName, Joiner.Password);
        Assert.StartsWith(Page, signedIn.Headers.Location!.ToString(), StringComparison.Ordinal);
        using var authorize = await browser.Client.GetAsync(new Uri(Browser.AuthorizationRequest(Browser.Pkce().Challenge), UriKind.Relative));
        Assert.StartsWith("/account/sign-in", authorize.Headers.Location!.ToString(), StringComparison.Ordinal);

        await Says(browser, "原密码不正确", "wrong-wrong-wrong", "songshu-zai-tiao", "songshu-zai-tiao");
        await Says(browser, "不一样", Joiner.Password, "songshu-zai-tiao", "songshu-zai-tiao-");
        await Says(browser, "太常见", Joiner.Password, "Password2026!", "Password2026!");
        await Says(browser, "不能与原密码相同", Joiner.Password, Joiner.Password, Joiner.Password);
        using var changed = await Change(browser, Joiner.Password, "songshu-zai-tiao", "songshu-zai-tiao");
        Assert.Equal(HttpStatusCode.Found, changed.StatusCode);
        using var code = await browser.Client.GetAsync(new Uri(Browser.AuthorizationRequest(Browser.Pkce().Challenge), UriKind.Relative));
        Assert.StartsWith(Browser.Callback, code.Headers.Location!.ToString(), StringComparison.Ordinal);

        using var old = await browser.Submit("/account/sign-in", person.UserName, Joiner.Password);
        Assert.Equal(HttpStatusCode.BadRequest, old.StatusCode);
    }

    [Fact]
    public async Task Ends_every_other_session()
    {
        var person = await site.Personnel.Join("F0103");
        using var elsewhere = await site.Personnel.SignedIn(person.UserName, Joiner.Password);
        var present = AccountSteps.Password(site.Address, person.UserName, Joiner.Password);
        using var browser = new Browser(site.Address);
        using (await browser.Submit("/account/sign-in", person.UserName, present)) { }
        using var changed = await Change(browser, present, "songshu-zai-tiao", "songshu-zai-tiao");
        Assert.Equal(HttpStatusCode.Found, changed.StatusCode);
        await Eventually.True(async () => (await elsewhere.GetAsync(AdministrationSite.At("/me"))).StatusCode == HttpStatusCode.Unauthorized, "it ended", TimeSpan.FromSeconds(1));
        using var page = await browser.Client.GetAsync(new Uri("/account/sessions", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task A_stolen_session_is_no_way_to_guess_it()
    {
        var person = await site.Personnel.Join("F0103");
        await site.Personnel.SignedIn(person.UserName, Joiner.Password);
        var present = AccountSteps.Password(site.Address, person.UserName, Joiner.Password);
        using var browser = new Browser(site.Address);
        using (await browser.Submit("/account/sign-in", person.UserName, present)) { }
        for (var i = 0; i < 5; i++) await Says(browser, "原密码不正确", $"guess-{i}-guess-", "songshu-zai-tiao", "songshu-zai-tiao");
        await Says(browser, "原密码不正确", present, "songshu-zai-tiao", "songshu-zai-tiao");
        Assert.True(await site.Personnel.Ask<bool>($"SELECT locked_until > now() FROM accounts WHERE person_id = '{person.Id}'"));
    }

    [Theory]
    [InlineData("/account/sign-in")]
    [InlineData(Page)]
    public async Task The_pages_run_no_script_and_speak_both_languages(string page)
    {
        using var browser = new Browser(site.Address);
        using (await browser.Submit("/account/sign-in", (await site.Personnel.Join("F0103")).UserName, Joiner.Password)) { }
        using var answer = await browser.Client.GetAsync(new Uri(page + "?culture=en", UriKind.Relative));
        var english = await answer.Content.ReadAsStringAsync();
        Assert.Contains("<html lang=\"en\">", english, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", english, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("<html lang=\"zh-CN\">", await browser.Client.GetStringAsync(new Uri(page, UriKind.Relative)), StringComparison.Ordinal);
    }

    private static async Task Says(Browser browser, string what, string current, string chosen, string again)
    {
        using var answer = await Change(browser, current, chosen, again);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(what, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> Change(Browser browser, string current, string chosen, string again) =>
        await AccountSteps.Submit(browser.Client, await browser.Client.GetStringAsync(new Uri(Page, UriKind.Relative)), Page,
            ("currentPassword", current), ("newPassword", chosen), ("repeatedPassword", again));
}
