using System.Net;
using Npgsql;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.Testing;
using Xunit;
using static Ronghe.Identity.Tests.Administrators.AdministrationSite;

namespace Ronghe.Identity.Tests.Administrators;

[Collection(nameof(AdministrationSite))]
public sealed class Three_administrators(AdministrationSite site)
{
    public static TheoryData<string, string> OthersRights => new()
    {
        { "System", "/audit/entries" }, { "System", "/security/guessing" }, { "System", "/security/findings" },
        { "Security", "/audit/entries" }, { "Security", "/audit/verification" },
        { "Audit", "/security/guessing" }, { "Audit", "/security/findings" },
    };

    [Theory]
    [MemberData(nameof(OthersRights))]
    public async Task None_reads_what_is_anothers(string who, string path) =>
        Assert.Equal(HttpStatusCode.Forbidden, (await Of(who).GetAsync(At(path))).StatusCode);

    [Fact]
    public async Task None_does_what_is_anothers()
    {
        var somebody = await site.Personnel.Join("F0102");
        foreach (var who in new[] { "System", "Audit" })
        {
            foreach (var act in new[] { "grants", "grants/revoke", "sessions/end", "password", "unlock", "second-factor/reset" })
            {
                using var refused = await Post(Of(who), $"/people/{somebody.Id}/{act}", new { role = "Manager", unitCode = "F0102", initialPassword = "Yun-Shan-Wu-2026" });
                Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
            }
        }

        foreach (var who in new[] { "Security", "Audit" })
        {
            using var refused = await Post(Of(who), $"/people/{somebody.Id}/leave", new { version = 1 });
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }
    }

    [Theory]
    [InlineData("security-admin", "SystemAdministrator")]
    [InlineData("security-admin", "AuditAdministrator")]
    [InlineData("security-admin", "Leader")]
    public async Task Nobody_grants_to_themselves(string self, string role)
    {
        using var refused = await Post(site.Security, $"/people/{await site.Person(self)}/grants", new { role, unitCode = "G" });
        await Refused(refused, HttpStatusCode.Forbidden, "not-on-yourself");
    }

    [Theory]
    [InlineData("system-admin", "SecurityAdministrator")]
    [InlineData("system-admin", "AuditAdministrator")]
    [InlineData("audit-admin", "SystemAdministrator")]
    public async Task Nobody_becomes_two_of_them(string who, string second)
    {
        var person = await site.Person(who);
        using var refused = await Post(site.Security, $"/people/{person}/grants", new { role = second, unitCode = "G" });
        await Refused(refused, HttpStatusCode.Conflict, "administrators-are-separate");
        Assert.Equal(0L, await site.Personnel.Ask<long>($"SELECT count(*) FROM grants WHERE person_id = '{person}'"));
    }

    [Fact]
    public async Task The_database_holds_them_apart_even_from_its_owner_and_at_the_same_moment()
    {
        var person = (await site.Personnel.Join("F0102")).Id;
        await Task.WhenAll(ThreeRoles.Select(role => Try($"INSERT INTO grants SELECT '{person}', '{role}', id FROM units WHERE code = 'G'")));
        Assert.Equal(1L, await site.Personnel.Ask<long>($"SELECT count(*) FROM grants WHERE person_id = '{person}'"));

        var broken = await Assert.ThrowsAsync<PostgresException>(async () => await site.Personnel.Ask<Guid>($"""
            INSERT INTO appointments SELECT '{await site.Person("audit-admin")}', 'SystemAdministrator', id FROM units WHERE code = 'G' RETURNING person_id
            """));
        Assert.Equal("three_administrators", broken.ConstraintName);
        // A post that comes to mean more.
        await site.Personnel.Ask<Guid>($"INSERT INTO appointments SELECT '{await site.Person("audit-admin")}', 'BoardSecretary', id FROM units WHERE code = 'G' RETURNING person_id");
        broken = await Assert.ThrowsAsync<PostgresException>(() => site.Personnel.Ask<string>(
            "UPDATE posts SET roles = array_append(roles, 'SecurityAdministrator') WHERE code = 'BoardSecretary' RETURNING code"));
        Assert.Equal("three_administrators", broken.ConstraintName);

        async Task Try(string sql)
        {
            try
            {
                await site.Personnel.Ask<int>($"WITH tried AS ({sql} RETURNING 1) SELECT count(*)::int FROM tried");
            }
            catch (PostgresException refused) when (refused.ConstraintName == "three_administrators")
            {
            }
        }
    }

    [Fact]
    public async Task The_system_administrator_appoints_no_administrator_and_changes_no_post_of_their_own()
    {
        object[] security = [new { post = "SecurityAdministrator", unitCode = "G" }];
        var friend = await site.Personnel.Join("G");
        using var moved = await Post(site.System, $"/people/{friend.Id}/move", new { version = 1, posts = security });
        await Refused(moved, HttpStatusCode.Forbidden, "administrator-by-grant");

        var self = await site.Person("system-admin");
        using var own = await Post(site.System, $"/people/{self}/move", new { version = 1, posts = Array.Empty<object>() });
        await Refused(own, HttpStatusCode.Forbidden, "not-on-yourself");
    }

    [Fact]
    public async Task A_granted_administrator_signs_in_anew_with_a_second_factor_and_loses_the_role_at_once()
    {
        var person = await site.Personnel.Join("F0101");
        using var before = await site.Personnel.SignedIn(person.UserName, People.Joiner.Password);
        Assert.Equal(HttpStatusCode.OK, (await before.GetAsync(At("/me"))).StatusCode);
        using var granted = await Post(site.Security, $"/people/{person.Id}/grants", new { role = "SystemAdministrator", unitCode = "F0101" });
        Assert.Equal(HttpStatusCode.OK, granted.StatusCode);
        await Eventually.True(async () => (await before.GetAsync(At("/me"))).StatusCode == HttpStatusCode.Unauthorized, "the old session is refused", TimeSpan.FromSeconds(1));

        using var after = await site.Personnel.SignedIn(person.UserName, People.Joiner.Password);
        Assert.Equal(1L, await site.Personnel.Ask<long>($"SELECT count(*) FROM second_factors WHERE person_id = '{person.Id}' AND confirmed_at IS NOT NULL"));
        Assert.Contains("SystemAdministrator", (await Get(after, "/me"))["roles"]!.ToJsonString(), StringComparison.Ordinal);

        using var taken = await Post(site.Security, $"/people/{person.Id}/grants/revoke", new { role = "SystemAdministrator", unitCode = "F0101" });
        Assert.Equal(HttpStatusCode.NoContent, taken.StatusCode);
        await Eventually.True(async () => (await after.GetAsync(At("/me"))).StatusCode == HttpStatusCode.Unauthorized, "the role is gone", TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Another_administrators_password_and_authenticator_are_not_reset()
    {
        var audit = await site.Person("audit-admin");
        using var password = await Post(site.Security, $"/people/{audit}/password", new { initialPassword = "Yun-Shan-Wu-2026" });
        await Refused(password, HttpStatusCode.Forbidden, "account-of-an-administrator");
        using var factor = await Post(site.Security, $"/people/{audit}/second-factor/reset");
        await Refused(factor, HttpStatusCode.Forbidden, "account-of-an-administrator");
    }

    private static string[] ThreeRoles => [RoleNames.SystemAdministrator, RoleNames.SecurityAdministrator, RoleNames.AuditAdministrator];

    private HttpClient Of(string who) => who switch { "System" => site.System, "Security" => site.Security, _ => site.Audit };
}
