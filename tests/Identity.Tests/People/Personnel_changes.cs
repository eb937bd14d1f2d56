using System.Net;
using System.Net.Http.Json;
using Ronghe.Contracts.Identity;
using Ronghe.Testing;
using Xunit;
using static Ronghe.Identity.Tests.People.PersonnelSite;

namespace Ronghe.Identity.Tests.People;

public sealed class Personnel_changes(PersonnelSite site) : IClassFixture<PersonnelSite>
{
    private static readonly Uri People = new("/api/v1/directory/people", UriKind.Relative);

    [Fact]
    public async Task Joining_moving_and_leaving_are_told_with_rising_versions()
    {
        var person = await site.Join("T010101");
        using (var moved = await Move(site.Administrator, person.Id, new { version = 1, unitCode = "F0201", posts = new[] { new { post = "FarmManager", unitCode = "F0201" } } }))
            Assert.Equal(HttpStatusCode.OK, moved.StatusCode);
        using (var moved = await Move(site.Administrator, person.Id, new { version = 2, posts = Array.Empty<object>(), unionMember = false }))
            Assert.Equal(HttpStatusCode.OK, moved.StatusCode);
        using (var left = await Leave(site.Administrator, person.Id, 3)) Assert.Equal(HttpStatusCode.OK, left.StatusCode);

        await Eventually.Holds(() => Task.FromResult(Assert.Single(site.Wire.Heard<PersonLeft>(), left => left.PersonId == person.Id)));
        var joined = Assert.Single(site.Wire.Heard<PersonJoined>(), joined => joined.PersonId == person.Id);
        Assert.Equal((1, "G/B01/F0101/T010101/", 5, 6), (joined.Version, joined.Facts.UnitPath, joined.Facts.BirthMonth, joined.Facts.BirthDay));
        var moves = site.Wire.Heard<PersonMoved>().Where(moved => moved.PersonId == person.Id).OrderBy(moved => moved.Version).ToList();
        Assert.Equal([2, 3], moves.Select(moved => moved.Version));
        Assert.Equal("G/B02/F0201/", moves[0].Facts.UnitPath);
        Assert.Equal([new PostHolding("FarmManager", "G/B02/F0201/")], moves[0].Facts.Posts);
        Assert.Empty(moves[1].Facts.Posts);
        Assert.False(moves[1].Facts.UnionMember);
        Assert.Equal(4, site.Wire.Heard<PersonLeft>().Single(left => left.PersonId == person.Id).Version);
    }

    [Fact]
    public async Task A_leavers_tokens_account_and_posts_end_at_once()
    {
        var person = await site.Join("F0301", new { post = "FarmManager", unitCode = "F0301" });
        using var browser = new Browser(site.Host.Address);
        var refreshToken = (await browser.SignIn(person.UserName, Joiner.Password)).RefreshToken!;
        using (var left = await Leave(site.Administrator, person.Id, 1)) Assert.Equal(HttpStatusCode.OK, left.StatusCode);

        using var refreshed = await browser.Refresh(refreshToken);
        Assert.Equal(HttpStatusCode.BadRequest, refreshed.StatusCode);
        using var cookie = await browser.Client.GetAsync(new Uri(Browser.AuthorizationRequest(Browser.Pkce().Challenge), UriKind.Relative));
        Assert.Contains("/account/sign-in", cookie.Headers.Location!.ToString(), StringComparison.Ordinal);
        using var again = new Browser(site.Host.Address);
        await Assert.ThrowsAsync<HttpRequestException>(() => again.SignIn(person.UserName, Joiner.Password));
        Assert.Equal(0L, await site.Ask<long>($"SELECT count(*) FROM appointments WHERE person_id = '{person.Id}'"));
        using var twice = await Leave(site.Administrator, person.Id, 2);
        await Refused(twice, "person-has-left");
    }

    [Fact]
    public async Task A_stale_version_is_refused_and_says_nothing()
    {
        var person = await site.Join("T010101");
        using (var first = await Move(site.Administrator, person.Id, new { version = 1, unitCode = "F0101" })) Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        using var stale = await Move(site.Administrator, person.Id, new { version = 1, unitCode = "F0102" });
        await Refused(stale, "stale-version");
        using var leaving = await Leave(site.Administrator, person.Id, 1);
        await Refused(leaving, "stale-version");

        await Eventually.True(() => Task.FromResult(site.Wire.Heard<PersonMoved>().Any(moved => moved.PersonId == person.Id)), "the first move is heard");
        Assert.Single(site.Wire.Heard<PersonMoved>(), moved => moved.PersonId == person.Id);
        Assert.Equal("G/B01/F0101/", await site.Ask<string>($"SELECT unit_path FROM people WHERE id = '{person.Id}'"));
    }

    [Fact]
    public async Task Every_wrong_field_is_named()
    {
        using var empty = await site.Administrator.PostAsJsonAsync(People, new { });
        await Invalid(empty, "number", "name", "unitCode", "joinedOn", "initialPassword");
        using var unit = await site.Administrator.PostAsJsonAsync(People, Form("W-1", "F9999"));
        await Invalid(unit, "unitCode");
        using var post = await site.Administrator.PostAsJsonAsync(People, Form("W-2", "F0101", new { post = "Emperor", unitCode = "F0101" }));
        await Invalid(post, "posts[0].post");
        using var half = await site.Administrator.PostAsJsonAsync(People, Form("W-3", "F0101", new { post = "FarmManager", unitCode = "F0101" }, new { }));
        await Invalid(half, "posts[1].post", "posts[1].unitCode");
        using var none = await site.Administrator.PostAsJsonAsync(People, Form("W-4", "F0101", [null!]));
        await Invalid(none, "posts[0]");
        using var branch = await Move(site.Administrator, (await site.Join("F0101")).Id, new { version = 1, branchId = Guid.CreateVersion7() });
        await Invalid(branch, "branchId");
        using var version = await Move(site.Administrator, Guid.CreateVersion7(), new { });
        await Invalid(version, "version");
        using var leaving = await site.Administrator.PostAsJsonAsync($"/api/v1/directory/people/{Guid.CreateVersion7()}/leave", new { version = "one" });
        await Invalid(leaving, "version");
    }

    [Fact]
    public async Task Posts_that_do_not_fit_are_refused()
    {
        using var level = await site.Administrator.PostAsJsonAsync(People, Form("P-1", "T010101", new { post = "FarmManager", unitCode = "T010101" }));
        await Refused(level, "post-not-at-this-level");
        using var exclude = await site.Administrator.PostAsJsonAsync(People, Form("P-2", "B01", new { post = "FinanceHead", unitCode = "B01" }, new { post = "Cashier", unitCode = "B01" }));
        await Refused(exclude, "posts-exclude");
        Assert.Equal(0L, await site.Ask<long>("SELECT count(*) FROM people WHERE number IN ('P-1', 'P-2')"));
    }

    [Fact]
    public async Task Only_a_system_administrator_with_the_scope_may()
    {
        var person = await site.Join("T010101");
        using var nobody = site.Host.Client();
        using var staff = await site.SignedIn("staff");
        using var security = await site.SignedIn("security-admin");
        using var narrow = await site.SignedIn("system-admin", scopes: "openid welfare");
        foreach (var (client, status) in new[] { (nobody, HttpStatusCode.Unauthorized), (staff, HttpStatusCode.Forbidden), (security, HttpStatusCode.Forbidden), (narrow, HttpStatusCode.Forbidden) })
        {
            using var joining = await client.PostAsJsonAsync(People, Form("R-1", "T010101"));
            using var moving = await Move(client, person.Id, new { version = 1, unitCode = "F0101" });
            using var leaving = await Leave(client, person.Id, 1);
            Assert.Equal((status, status, status), (joining.StatusCode, moving.StatusCode, leaving.StatusCode));
        }

        Assert.Equal(1L, await site.Ask<long>($"SELECT version FROM people WHERE id = '{person.Id}'"));
    }

    [Fact]
    public async Task An_administrator_of_a_bureau_may_nothing_outside_it()
    {
        var (own, foreign) = (await site.Join("F0101"), await site.Join("F0201"));
        var local = site.BureauAdministrator;
        using var joining = await local.PostAsJsonAsync(People, Form("S-1", "F0201"));
        using var away = await Move(local, own.Id, new { version = 1, unitCode = "F0201" });
        using var above = await Move(local, own.Id, new { version = 1, posts = new[] { new { post = "SystemAdministrator", unitCode = "G" } } });
        using var joiningAbove = await local.PostAsJsonAsync(People, Form("S-2", "F0101", new { post = "SecurityAdministrator", unitCode = "G" }));
        foreach (var answer in new[] { joining, away, above, joiningAbove }) Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        using var moving = await Move(local, foreign.Id, new { version = 1, unitCode = "F0101" });
        using var leaving = await Leave(local, foreign.Id, 1);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (moving.StatusCode, leaving.StatusCode));

        using var within = await Move(local, own.Id, new { version = 1, unitCode = "F0102" });
        Assert.Equal(HttpStatusCode.OK, within.StatusCode);
    }

    [Fact]
    public async Task Nobody_is_found_under_an_unknown_id()
    {
        using var moving = await Move(site.Administrator, Guid.CreateVersion7(), new { version = 1 });
        using var leaving = await Leave(site.Administrator, Guid.CreateVersion7(), 1);
        using var nonsense = await site.Administrator.PostAsJsonAsync("/api/v1/directory/people/nobody/leave", new { version = 1 });
        foreach (var answer in new[] { moving, leaving, nonsense }) Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task An_employee_number_is_taken_even_by_somebody_out_of_sight()
    {
        var foreign = await site.Ask<string>("SELECT number FROM people WHERE unit_path ^@ 'G/B02/' ORDER BY number LIMIT 1");
        using var seen = await site.Administrator.PostAsJsonAsync(People, Form(foreign, "F0101"));
        await Refused(seen, "employee-number-taken");
        // Leavers keep their number, and have no account that would show it.
        await Leave(site.Administrator, (await site.Join("F0201")).Id, 1);
        var left = await site.Ask<string>("SELECT number FROM people WHERE left_at IS NOT NULL AND unit_path ^@ 'G/B02/' LIMIT 1");
        using var unseen = await site.BureauAdministrator.PostAsJsonAsync(People, Form(left, "F0101"));
        await Refused(unseen, "employee-number-taken");
    }

    [Fact]
    public async Task One_of_two_joinings_with_the_same_number_at_once_is_refused()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => site.Administrator.PostAsJsonAsync(People, Form("Q-1", "F0101"))));
        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.Conflict], answers.Select(answer => answer.StatusCode).Order());
        foreach (var answer in answers) answer.Dispose();
    }
}
