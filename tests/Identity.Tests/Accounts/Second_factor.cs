using System.Net;
using OtpNet;
using Ronghe.Identity.Tests.Administrators;
using Ronghe.Identity.Tests.People;
using Ronghe.Testing;
using Xunit;

namespace Ronghe.Identity.Tests.Accounts;

[Collection(nameof(AdministrationSite))]
public sealed class Second_factor(AdministrationSite site)
{
    private const string Enrol = "/account/second-factor/enrol";
    private const string Answer = "/account/second-factor";

    [Fact]
    public async Task A_role_that_asks_for_it_gets_no_token_without()
    {
        using var browser = new Browser(site.Address);
        var person = await Administrator();
        using var password = await browser.Submit("/account/sign-in", person, Present(person));
        Assert.StartsWith(Enrol, password.Headers.Location!.ToString(), StringComparison.Ordinal);
        using var authorize = await browser.Client.GetAsync(new Uri(Browser.AuthorizationRequest(Browser.Pkce().Challenge), UriKind.Relative));
        Assert.StartsWith("/account/sign-in", authorize.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_works_once_and_a_wrong_one_changes_nothing()
    {
        var person = await Administrator();
        using var first = new Browser(site.Address);
        var (secret, codes) = await Bind(first, person);
        Assert.Equal(10, codes.Distinct().Count());

        using var second = new Browser(site.Address);
        var page = await Password(second, person);
        using var wrong = await AccountSteps.Submit(second.Client, page, Answer, ("code", Wrong(secret)));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("验证码不正确", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var code = Code(secret, steps: 1);
        using var right = await AccountSteps.Submit(second.Client, page, Answer, ("code", code));
        Assert.Equal(HttpStatusCode.Found, right.StatusCode);

        using var third = new Browser(site.Address);
        using var replayed = await AccountSteps.Submit(third.Client, await Password(third, person), Answer, ("code", code));
        Assert.Equal(HttpStatusCode.BadRequest, replayed.StatusCode);
        // An earlier one of the window, never used, is not accepted after a later one either.
        using var earlier = await AccountSteps.Submit(third.Client, await third.Client.GetStringAsync(new Uri(Answer, UriKind.Relative)), Answer, ("code", Code(secret, steps: 0)));
        Assert.Equal(HttpStatusCode.BadRequest, earlier.StatusCode);
    }

    [Fact]
    public async Task The_same_code_at_the_same_moment_lets_one_in()
    {
        var person = await Administrator();
        using var first = new Browser(site.Address);
        var (secret, _) = await Bind(first, person);
        var code = Code(secret, steps: 1);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            using var browser = new Browser(site.Address);
            using var answer = await AccountSteps.Submit(browser.Client, await Password(browser, person), Answer, ("code", code));
            return answer.StatusCode;
        }));
        Assert.Single(answers, HttpStatusCode.Found);
    }

    [Fact]
    public async Task A_flood_of_codes_locks_the_account_and_the_right_code_waits_too()
    {
        var person = await Administrator();
        using var first = new Browser(site.Address);
        var (secret, _) = await Bind(first, person);
        using var browser = new Browser(site.Address);
        browser.Client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.20");
        var page = await Password(browser, person);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            using var answer = await AccountSteps.Submit(browser.Client, page, Answer, ("code", $"{i:000000}"));
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }));
        using var right = await AccountSteps.Submit(browser.Client, page, Answer, ("code", Code(secret, steps: 1)));
        Assert.Equal(HttpStatusCode.BadRequest, right.StatusCode);
        Assert.True(await site.Personnel.Ask<bool>($"SELECT locked_until > now() AND failures = 5 FROM accounts WHERE user_name = '{person}'"));
    }

    [Fact]
    public async Task The_right_password_does_not_wipe_out_failed_codes()
    {
        var person = await Administrator();
        using var first = new Browser(site.Address);
        var (secret, _) = await Bind(first, person);
        using var browser = new Browser(site.Address);
        for (var i = 0; i < 4; i++)
        {
            using var wrong = await AccountSteps.Submit(browser.Client, await Password(browser, person), Answer, ("code", Wrong(secret)));
            Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        }

        Assert.Equal(4, await site.Personnel.Ask<int>($"SELECT failures FROM accounts WHERE user_name = '{person}'"));
    }

    [Fact]
    public async Task A_recovery_code_works_once_and_only_its_hash_is_kept()
    {
        var person = await Administrator();
        using var first = new Browser(site.Address);
        var (_, codes) = await Bind(first, person);
        using var browser = new Browser(site.Address);
        using var used = await AccountSteps.Submit(browser.Client, await Password(browser, person), Answer, ("recoveryCode", codes[0].ToLowerInvariant().Replace('-', ' ')));
        Assert.Equal(HttpStatusCode.Found, used.StatusCode);

        using var thief = new Browser(site.Address);
        using var again = await AccountSteps.Submit(thief.Client, await Password(thief, person), Answer, ("recoveryCode", codes[0]));
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
        Assert.Contains("恢复码不正确", await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(9L, await site.Personnel.Ask<long>($"SELECT count(*) FROM recovery_codes c JOIN accounts a USING (person_id) WHERE a.user_name = '{person}' AND c.used_at IS NULL"));
        Assert.Equal(0L, await site.Personnel.Ask<long>($"SELECT count(*) FROM recovery_codes WHERE encode(hash, 'escape') LIKE '%{codes[1].Replace("-", "", StringComparison.Ordinal)}%'"));
    }

    [Fact]
    public async Task Anothers_recovery_code_is_worth_nothing()
    {
        var (one, other) = (await Administrator(), await Administrator());
        using var first = new Browser(site.Address);
        using var second = new Browser(site.Address);
        var (_, codes) = await Bind(first, one);
        await Bind(second, other);
        using var thief = new Browser(site.Address);
        using var answer = await AccountSteps.Submit(thief.Client, await Password(thief, other), Answer, ("recoveryCode", codes[0]));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_code_before_the_password_is_asked_for_the_password()
    {
        using var browser = new Browser(site.Address);
        using var answer = await browser.Client.GetAsync(new Uri(Answer, UriKind.Relative));
        Assert.StartsWith("/account/sign-in", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["code"] = "123456" });
        using var posted = await browser.Client.PostAsync(new Uri(Answer, UriKind.Relative), form);
        Assert.Equal(HttpStatusCode.BadRequest, posted.StatusCode);
    }

    [Fact]
    public async Task The_secret_is_sealed_in_the_database()
    {
        var person = await Administrator();
        using var browser = new Browser(site.Address);
        var (secret, _) = await Bind(browser, person);
        Assert.Equal(0L, await site.Personnel.Ask<long>($"SELECT count(*) FROM second_factors WHERE position('\\x{Convert.ToHexString(secret)}'::bytea IN sealed) > 0"));
    }

    // Somebody with an administrator's role and a password of their own, who has bound nothing yet.
    private async Task<string> Administrator()
    {
        var person = await site.Personnel.Join("F0101");
        using var browser = new Browser(site.Address);
        await browser.SignIn(person.UserName, Joiner.Password);
        await site.Personnel.Ask<Guid>($"INSERT INTO grants SELECT '{person.Id}', 'SystemAdministrator', id FROM units WHERE code = 'F0101' RETURNING person_id");
        return person.UserName;
    }

    private string Present(string person) => AccountSteps.Password(site.Address, person, Joiner.Password);

    private async Task<(byte[] Secret, IReadOnlyList<string> Codes)> Bind(Browser browser, string person)
    {
        var page = await Password(browser, person);
        var secret = AccountSteps.SecretOn(page);
        using var bound = await AccountSteps.Submit(browser.Client, page, Enrol, ("code", Code(secret, steps: -1)));
        Assert.Equal(HttpStatusCode.OK, bound.StatusCode);
        return (secret, AccountSteps.CodesOn(await bound.Content.ReadAsStringAsync()));
    }

    /// <summary>The page that comes after the password.</summary>
    private async Task<string> Password(Browser browser, string person)
    {
        using var answer = await browser.Submit("/account/sign-in", person, Present(person));
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return await browser.Client.GetStringAsync(answer.Headers.Location);
    }

    private static string Code(byte[] secret, int steps) => new Totp(secret).ComputeTotp(TimeProvider.System.GetUtcNow().AddSeconds(30 * steps).UtcDateTime);

    private static string Wrong(byte[] secret)
    {
        var right = Enumerable.Range(-2, 5).Select(steps => Code(secret, steps)).ToHashSet();
        return Enumerable.Range(100_000, 10).Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture)).First(code => !right.Contains(code));
    }
}
