using System.Net;
using Ronghe.Portal.Texts;
using Ronghe.Testing;
using Xunit;

namespace Ronghe.Portal.Tests.Screens;

public sealed class Pages_before_sign_in(Servers servers) : IAsyncLifetime
{
    private ServiceHost<PageTexts> portal = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => portal = await ServiceHost<PageTexts>.StartAsync(servers, "portaldb", new Dictionary<string, string?>
    {
        ["Identity:Issuer"] = "http://127.0.0.1:9",
        ["Portal:ClientSecret"] = "not used here",
    });

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Theory]
    [InlineData("zh-CN", "党建与业务，一处办理")]
    [InlineData("en", "Party building and business, in one place")]
    [InlineData("fr", "党建与业务，一处办理")]
    public async Task The_entrance_speaks_the_readers_language(string language, string expected)
    {
        using var client = portal.Client();
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        Assert.Contains(expected, WebUtility.HtmlDecode(await client.GetStringAsync("", Ct)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nowhere")]
    public async Task Every_page_forbids_inline_and_foreign_content_and_holds_none(string path)
    {
        using var client = portal.Client();
        using var answer = await client.GetAsync(path, Ct);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        var page = await answer.Content.ReadAsStringAsync(Ct);

        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<style", page, StringComparison.Ordinal);
        Assert.DoesNotContain("//", page.Replace("http://www.w3.org", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_leads_nowhere_says_so_and_what_to_do()
    {
        using var client = portal.Client();
        using var answer = await client.GetAsync("nowhere", Ct);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("没有找到", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_walls_stream_answers_401_without_a_page_when_nobody_is_signed_in()
    {
        using var client = portal.Client();
        using var answer = await client.GetAsync("wall/events", Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Ct));
    }

    [Theory]
    [InlineData("/desk", "/desk")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    public async Task Preferences_send_back_to_this_site_only(string back, string expected)
    {
        using var client = portal.Client();
        using var answer = await client.GetAsync($"language/en?back={Uri.EscapeDataString(back)}", Ct);
        Assert.Equal(expected, answer.Headers.Location!.ToString());
        Assert.Contains(answer.Headers.GetValues("Set-Cookie"), cookie => cookie.Contains("httponly", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Signing_out_without_the_forms_token_changes_nothing()
    {
        using var client = portal.Client();
        using var answer = await client.PostAsync("sign-out", new FormUrlEncodedContent([]), Ct);
        Assert.Equal("/", answer.Headers.Location!.ToString());
    }
}
