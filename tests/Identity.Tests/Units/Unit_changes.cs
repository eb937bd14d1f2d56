using System.Net;
using System.Net.Http.Json;
using Ronghe.Contracts.Identity;
using Ronghe.Identity.Tests.People;
using Ronghe.Testing;
using Xunit;
using static Ronghe.Identity.Tests.People.PersonnelSite;

namespace Ronghe.Identity.Tests.Units;

public sealed class Unit_changes(PersonnelSite site) : IClassFixture<PersonnelSite>
{
    private static readonly Uri Units = new("/api/v1/directory/units", UriKind.Relative);

    [Fact]
    public async Task A_move_takes_units_people_and_tokens_along_and_is_told_once()
    {
        var person = await site.Join("T010201", new { post = "TeamLeader", unitCode = "T010201" });
        using var browser = new Browser(site.Host.Address);
        var before = await browser.SignIn(person.UserName, Joiner.Password);
        using (var moved = await site.ChangeUnit(site.Administrator, "F0102", new { version = 1, parentCode = "B04", nameEn = "Moved farm" }))
            Assert.Equal(HttpStatusCode.OK, moved.StatusCode);

        var unit = await site.Unit("F0102");
        await Eventually.True(() => Task.FromResult(site.Wire.Heard<UnitChanged>().Any(changed => changed.UnitId == unit)), "the move is heard");
        var told = Assert.Single(site.Wire.Heard<UnitChanged>(), changed => changed.Path.Contains("F0102", StringComparison.Ordinal));
        Assert.Equal((2, "G/B04/F0102/", "G/B01/F0102/", "Moved farm", true), (told.Version, told.Path, told.PreviousPath, told.NameEn, told.Active));
        Assert.Equal(0L, await site.Ask<long>("SELECT (SELECT count(*) FROM units WHERE path ^@ 'G/B01/F0102/') + (SELECT count(*) FROM people WHERE unit_path ^@ 'G/B01/F0102/')"));
        using var refreshed = await browser.Refresh(before.RefreshToken!);
        var claims = IdentityService.Payload((await refreshed.Content.ReadFromJsonAsync<IssuedTokens>())!.AccessToken);
        Assert.Equal("G/B04/F0102/T010201/", (string?)claims["unit"]);
        Assert.Contains("Staff@G/B04/F0102/T010201/", claims["role"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Founding_renaming_and_closing_are_told_with_rising_versions()
    {
        using var founded = await site.Administrator.PostAsJsonAsync(Units, new { code = "T010199", name = "护林队", nameEn = "Rangers", kind = "Team", parentCode = "F0101" });
        Assert.Equal(HttpStatusCode.Created, founded.StatusCode);
        using var renamed = await site.ChangeUnit(site.Administrator, "T010199", new { version = 1, name = "新护林队" });
        using var closed = await site.ChangeUnit(site.Administrator, "T010199", new { version = 2, active = false });
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (renamed.StatusCode, closed.StatusCode));

        await Eventually.True(() => Task.FromResult(site.Wire.Heard<UnitChanged>().Count(changed => changed.Code == "T010199") == 3), "three changes are heard");
        var told = site.Wire.Heard<UnitChanged>().Where(changed => changed.Code == "T010199").OrderBy(changed => changed.Version).ToList();
        Assert.Equal([(1, "护林队", true), (2, "新护林队", true), (3, "新护林队", false)], told.Select(changed => ((int)changed.Version, changed.Name, changed.Active)));
        Assert.All(told, changed => Assert.Null(changed.PreviousPath));
        using var joining = await site.Administrator.PostAsJsonAsync("/api/v1/directory/people", Form("U-1", "T010199"));
        await Invalid(joining, "unitCode");
    }

    [Fact]
    public async Task Changes_that_cannot_be_are_refused()
    {
        var admin = site.Administrator;
        using var stale = await site.ChangeUnit(admin, "F0103", new { version = 7, name = "场" });
        await Refused(stale, "stale-version");
        using var group = await site.ChangeUnit(admin, "G", new { version = 1, parentCode = "B01" });
        await Refused(group, "group-cannot-move");
        using var parent = await site.ChangeUnit(admin, "F0103", new { version = 1, parentCode = "F0104" });
        await Refused(parent, "wrong-parent");
        using var full = await site.ChangeUnit(admin, "F0103", new { version = 1, active = false });
        await Refused(full, "unit-not-empty");
        using var taken = await admin.PostAsJsonAsync(Units, new { code = "F0103", name = "场", nameEn = "Farm", kind = "ForestFarm", parentCode = "B02" });
        await Refused(taken, "unit-code-taken");
        using var unknown = await admin.PostAsJsonAsync($"/api/v1/directory/units/{Guid.CreateVersion7()}/change", new { version = 1 });
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal(1L, await site.Ask<long>("SELECT version FROM units WHERE code = 'F0103'"));
    }

    [Fact]
    public async Task Every_wrong_field_is_named()
    {
        using var empty = await site.Administrator.PostAsJsonAsync(Units, new { });
        await Invalid(empty, "code", "name", "nameEn", "kind", "parentCode");
        using var kind = await site.Administrator.PostAsJsonAsync(Units, new { code = "X1", name = "宫", nameEn = "Palace", kind = "Palace", parentCode = "G" });
        await Invalid(kind, "kind");
        using var change = await site.ChangeUnit(site.Administrator, "F0103", new { name = "" });
        await Invalid(change, "name", "version");
        using var parent = await site.ChangeUnit(site.Administrator, "F0103", new { version = 1, parentCode = "B99" });
        await Invalid(parent, "parentCode");
    }

    [Fact]
    public async Task An_administrator_of_a_bureau_changes_only_what_lies_in_it()
    {
        using var staff = await site.SignedIn("staff");
        using var forbidden = await site.ChangeUnit(staff, "F0101", new { version = 1, name = "场" });
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
        using var hidden = await site.ChangeUnit(site.BureauAdministrator, "F0201", new { version = 1, name = "场" });
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        using var away = await site.ChangeUnit(site.BureauAdministrator, "F0105", new { version = 1, parentCode = "B02" });
        Assert.Equal(HttpStatusCode.Forbidden, away.StatusCode);
        using var founded = await site.BureauAdministrator.PostAsJsonAsync(Units, new { code = "F0299", name = "场", nameEn = "Farm", kind = "ForestFarm", parentCode = "B02" });
        Assert.Equal(HttpStatusCode.Forbidden, founded.StatusCode);
        using var own = await site.ChangeUnit(site.BureauAdministrator, "F0105", new { version = 1, name = "自己的场" });
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
    }
}
