using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using OtpNet;

namespace Ronghe.Testing;

/// <summary>
/// Goes on after the password as a person would: binds an authenticator or answers with it, and chooses a password of one's own.
/// What was bound and chosen is remembered for the next sign-in of the same account at the same address.
/// </summary>
public static partial class AccountSteps
{
    private static readonly ConcurrentDictionary<(Uri, string), Known> Accounts = new();

    /// <summary>The password that works now: the one that was chosen instead of <paramref name="first"/>, when one was.</summary>
    public static string Password(Uri address, string userName, string first) => Of(address, userName).Password ?? first;

    /// <summary>Walks from page to page until the sign-in is over; returns where it leads.</summary>
    public static async Task<Uri> GoOn(HttpClient browser, Uri address, Uri next, string userName, string password)
    {
        ArgumentNullException.ThrowIfNull(browser);
        var known = Of(address, userName);
        await known.One.WaitAsync();
        try
        {
            while (PathOf(next) is var path && path.StartsWith("/account/", StringComparison.Ordinal))
            {
                var html = await browser.GetStringAsync(Relative(next.ToString()));
                next = path switch
                {
                    "/account/second-factor/enrol" => await Enrol(browser, html, known),
                    "/account/second-factor" => await Answer(browser, html, known),
                    "/account/new-password" => await Choose(browser, html, known, known.Password ?? password),
                    _ => throw new InvalidOperationException($"The sign-in of {userName} leads to {path}."),
                };
            }

            return next;
        }
        finally
        {
            known.One.Release();
        }
    }

    /// <summary>Hidden fields of the page's first form.</summary>
    public static Dictionary<string, string> Hidden(string html) => HiddenField().Matches(html).DistinctBy(match => match.Groups[1].Value)
        .ToDictionary(match => match.Groups[1].Value, match => WebUtility.HtmlDecode(match.Groups[2].Value));

    /// <summary>Submits a page's first form with these fields.</summary>
    public static async Task<HttpResponseMessage> Submit(HttpClient browser, string html, string action, params (string Name, string Value)[] fields)
    {
        ArgumentNullException.ThrowIfNull(browser);
        var form = Hidden(html);
        foreach (var (name, value) in fields) form[name] = value;
        using var content = new FormUrlEncodedContent(form);
        return await browser.PostAsync(Relative(action), content);
    }

    /// <summary>The authenticator's secret on an enrolment page.</summary>
    public static byte[] SecretOn(string html) => Base32Encoding.ToBytes(Regex.Match(html, "id=\"secret\">([A-Z2-7 ]+)<").Groups[1].Value.Replace(" ", "", StringComparison.Ordinal));

    /// <summary>The recovery codes on the page that shows them.</summary>
    public static IReadOnlyList<string> CodesOn(string html) => [.. Regex.Matches(html, "<li><code>([A-Z2-7-]+)</code>").Select(match => match.Groups[1].Value)];

    private static Known Of(Uri address, string userName) => Accounts.GetOrAdd((new Uri(address.GetLeftPart(UriPartial.Authority)), userName.ToLowerInvariant()), _ => new Known());

    private static async Task<Uri> Enrol(HttpClient browser, string html, Known known)
    {
        var secret = SecretOn(html);
        using var answer = await Submit(browser, html, "/account/second-factor/enrol", ("code", new Totp(secret).ComputeTotp(TimeProvider.System.GetUtcNow().UtcDateTime)));
        var page = await answer.Content.ReadAsStringAsync();
        known.Codes = new(CodesOn(page));
        return Relative(WebUtility.HtmlDecode(Regex.Match(page, "id=\"next\" href=\"([^\"]+)\"").Groups[1].Value));
    }

    // Recovery codes: a code of the authenticator works once in half a minute, and nobody waits for the next one.
    private static async Task<Uri> Answer(HttpClient browser, string html, Known known)
    {
        if (!known.Codes.TryDequeue(out var code)) throw new InvalidOperationException("No recovery code is left.");
        using var answer = await Submit(browser, html, "/account/second-factor", ("recoveryCode", code));
        return answer.Headers.Location ?? throw new InvalidOperationException($"The recovery code was answered {answer.StatusCode}.");
    }

    private static async Task<Uri> Choose(HttpClient browser, string html, Known known, string present)
    {
        var chosen = present + "-zi-ji-de";
        using var answer = await Submit(browser, html, "/account/new-password", ("currentPassword", present), ("newPassword", chosen), ("repeatedPassword", chosen));
        known.Password = chosen;
        return answer.Headers.Location ?? throw new InvalidOperationException($"The new password was answered {answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }

    private static string PathOf(Uri address) => address.IsAbsoluteUri ? address.AbsolutePath : address.ToString().Split('?')[0];

    private static Uri Relative(string address) => new(address, UriKind.RelativeOrAbsolute);

    [GeneratedRegex("""<input type="hidden" name="([^"]+)" value="([^"]*)">""")]
    private static partial Regex HiddenField();

    private sealed class Known
    {
        internal SemaphoreSlim One { get; } = new(1);

        internal string? Password { get; set; }

        internal ConcurrentQueue<string> Codes { get; set; } = [];
    }
}
