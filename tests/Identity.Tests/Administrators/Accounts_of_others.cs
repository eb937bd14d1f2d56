using System.Net;
using Ronghe.Identity.Tests.People;
using Ronghe.Testing;
using Xunit;
using static Ronghe.Identity.Tests.Administrators.AdministrationSite;

namespace Ronghe.Identity.Tests.Administrators;

[Collection(nameof(AdministrationSite))]
public sealed class Accounts_of_others(AdministrationSite site)
{
    [Fact]
    public async Task A_reset_password_ends_the_sessions_and_must_be_changed()
    {
        var person = await site.Personnel.Join("F0102");
        using var before = await site.Personnel.SignedIn(person.UserName, Joiner.Password);
        using var weak = await Post(site.Security, $"/people/{person.Id}/password", new { initialPassword = "Password2026!" });
        await PersonnelSite.Invalid(weak, "initialPassword");
        using var reset = await Post(site.Security, $"/people/{person.Id}/password", new { initialPassword = "Yun-Shan-Wu-2026" });
        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        await Eventually.True(async () => (await before.GetAsync(At("/me"))).StatusCode == HttpStatusCode.Unauthorized, "the session is refused", TimeSpan.FromSeconds(1));

        using var browser = new Browser(site.Address);
        using var signedIn = await browser.Submit("/account/sign-in", person.UserName, "Yun-Shan-Wu-2026");
        Assert.StartsWith("/account/new-password", signedIn.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guessing_is_shown_and_an_account_can_be_unlocked()
    {
        var person = await site.Personnel.Join("F0103");
        using var browser = new Browser(site.Address);
        browser.Client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        for (var i = 0; i < 5; i++) using (await browser.Submit("/account/sign-in", person.UserName, "wrong-wrong-wrong")) { }

        var shown = await Get(site.Security, "/security/guessing");
        var account = shown["accounts"]!.AsArray().Single(each => (Guid)each!["personId"]! == person.Id)!;
        Assert.Equal(5, (int)account["failures"]!);
        Assert.NotNull(account["lockedUntil"]);
        Assert.Equal(5, (int)shown["addresses"]!.AsArray().Single(each => (string?)each!["address"] == "203.0.113.9")!["failures"]!);

        using var unlocked = await Post(site.Security, $"/people/{person.Id}/unlock");
        Assert.Equal(HttpStatusCode.NoContent, unlocked.StatusCode);
        using var right = await browser.Submit("/account/sign-in", person.UserName, Joiner.Password);
        Assert.Equal(HttpStatusCode.Found, right.StatusCode);
    }

    [Fact]
    public async Task Stale_and_default_accounts_are_found()
    {
        var (stale, never, initial, fresh) = (await site.Personnel.Join("F0104"), await site.Personnel.Join("F0104"), await site.Personnel.Join("F0104"), await site.Personnel.Join("F0104"));
        await Age(stale.Id, "last_sign_in_at = now() - interval '91 days', password_origin = 'Own'");
        await Age(never.Id, "created_at = now() - interval '31 days'");
        await Age(initial.Id, "created_at = now() - interval '8 days'");

        Assert.Equal(stale.Id, await Only("Stale"));
        Assert.Equal(never.Id, await Only("NeverUsed"));
        Assert.Equal(initial.Id, await Only("InitialPassword"));
        var counts = (await Get(site.Security, "/security/findings"))["counts"]!;
        Assert.InRange((int)counts["SharedPassword"]!, 1000, 1200);
        Assert.DoesNotContain(fresh.UserName, (await Get(site.Security, "/security/findings?finding=Stale")).ToJsonString(), StringComparison.Ordinal);
        var first = await Get(site.Security, "/security/findings?finding=SharedPassword");
        var second = await Get(site.Security, $"/security/findings?finding=SharedPassword&after={(string?)first["next"]}");
        Assert.Empty(first["findings"]!.AsArray().Select(each => (Guid)each!["personId"]!).Intersect(second["findings"]!.AsArray().Select(each => (Guid)each!["personId"]!)));

        async Task<Guid> Only(string finding) =>
            (Guid)(await Get(site.Security, $"/security/findings?finding={finding}"))["findings"]!.AsArray().Single()!["personId"]!;
        Task<Guid> Age(Guid person, string change) => site.Personnel.Ask<Guid>($"UPDATE accounts SET {change} WHERE person_id = '{person}' RETURNING person_id");
    }

    [Fact]
    public async Task A_person_sees_and_ends_their_own_sessions_and_nobody_elses()
    {
        var (person, stranger) = (await site.Personnel.Join("F0105"), await site.Personnel.Join("F0105"));
        using var here = await site.Personnel.SignedIn(person.UserName, Joiner.Password);
        using var there = await site.Personnel.SignedIn(person.UserName, Joiner.Password);
        using var other = await site.Personnel.SignedIn(stranger.UserName, Joiner.Password);
        var sessions = (await Get(here, "/me/sessions")).AsArray();
        Assert.Equal([false, true], sessions.Select(session => (bool)session!["current"]!).Order());
        var away = (Guid)sessions.Single(session => !(bool)session!["current"]!)!["id"]!;

        using var notTheirs = await Post(other, $"/me/sessions/{away}/end");
        Assert.Equal(HttpStatusCode.NotFound, notTheirs.StatusCode);
        using var ended = await Post(here, $"/me/sessions/{away}/end");
        Assert.Equal(HttpStatusCode.OK, ended.StatusCode);
        await Eventually.True(async () => (await there.GetAsync(At("/me"))).StatusCode == HttpStatusCode.Unauthorized, "it is refused", TimeSpan.FromSeconds(1));
        Assert.Single((await Get(here, "/me/sessions")).AsArray());
    }

    [Fact]
    public async Task A_leaver_is_closed_at_once()
    {
        var person = await site.Personnel.Join("F0105");
        using var session = await site.Personnel.SignedIn(person.UserName, Joiner.Password);
        using var left = await PersonnelSite.Leave(site.System, person.Id, 1);
        Assert.Equal(HttpStatusCode.OK, left.StatusCode);
        await Eventually.True(async () => (await session.GetAsync(At("/me"))).StatusCode == HttpStatusCode.Unauthorized, "the session is refused", TimeSpan.FromSeconds(1));
        Assert.Equal(0L, await site.Personnel.Ask<long>($"SELECT (SELECT count(*) FROM accounts WHERE person_id = '{person.Id}') + (SELECT count(*) FROM grants WHERE person_id = '{person.Id}')"));
    }
}
