using System.Net;
using Npgsql;
using Ronghe.Testing;
using Xunit;

namespace Ronghe.Identity.Tests.Accounts;

public sealed class Sign_in_page(IdentityService identity)
{
    [Fact]
    public async Task Five_failures_make_the_account_rest()
    {
        const string user = "b01-finance-head";
        using var browser = new Browser(identity.Host.Address);
        for (var i = 0; i < 5; i++) Assert.Equal(HttpStatusCode.BadRequest, await Try(browser, user, "wrong"));
        Assert.Equal(HttpStatusCode.BadRequest, await Try(browser, user, IdentityService.Password));

        await identity.Ask<int>($"WITH u AS (UPDATE accounts SET locked_until = now() - interval '1 second' WHERE user_name = '{user}' RETURNING 1) SELECT count(*)::int FROM u");
        Assert.Equal(HttpStatusCode.Found, await Try(browser, user, IdentityService.Password));
        Assert.Equal(0, await identity.Ask<int>($"SELECT failures FROM accounts WHERE user_name = '{user}'"));
    }

    [Fact]
    public async Task Guesses_sent_together_are_counted_one_by_one()
    {
        const string user = "b01-party-organisation";
        var guesses = Enumerable.Range(0, 12).Select(async _ =>
        {
            using var browser = new Browser(identity.Host.Address);
            return await Try(browser, user, "wrong");
        });
        Assert.All(await Task.WhenAll(guesses), status => Assert.Equal(HttpStatusCode.BadRequest, status));
        Assert.Equal(5, await identity.Ask<int>($"SELECT failures FROM accounts WHERE user_name = '{user}'"));
    }

    [Fact]
    public async Task A_stranger_and_a_wrong_password_read_the_same()
    {
        using var browser = new Browser(identity.Host.Address);
        Assert.Equal(await Problem("nobody-of-that-name"), await Problem("b01-general-manager"));

        async Task<string> Problem(string user)
        {
            using var answer = await browser.Submit("/account/sign-in", user, "wrong");
            var html = await answer.Content.ReadAsStringAsync();
            return html.Split("id=\"problem\">")[1].Split("</p>")[0];
        }
    }

    [Fact]
    public async Task A_form_without_its_token_signs_nobody_in()
    {
        using var client = identity.Host.Client();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["userName"] = "staff", ["password"] = IdentityService.Password });
        using var answer = await client.PostAsync(new Uri("/account/sign-in", UriKind.Relative), form);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain(answer.Headers, header => header.Key == "Set-Cookie" && header.Value.Any(cookie => cookie.StartsWith("ronghe.account", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("https://evil.test/")]
    [InlineData("//evil.test/")]
    [InlineData("/\\evil.test/")]
    public async Task It_leads_to_no_foreign_address(string returnUrl)
    {
        using var browser = new Browser(identity.Host.Address);
        using var answer = await browser.Submit($"/account/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}", "staff", IdentityService.Password);
        Assert.Equal("/", answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task It_speaks_both_languages_and_runs_no_script()
    {
        using var client = identity.Host.Client();
        using var answer = await client.GetAsync(new Uri("/account/sign-in?culture=en", UriKind.Relative));
        var english = await answer.Content.ReadAsStringAsync();
        Assert.Contains("<html lang=\"en\">", english, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"zh-CN\">", await client.GetStringAsync(new Uri("/account/sign-in", UriKind.Relative)), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", english, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> Try(Browser browser, string user, string password)
    {
        using var answer = await browser.Submit("/account/sign-in", user, password);
        return answer.StatusCode;
    }
}
