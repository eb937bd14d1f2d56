using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Ronghe.Identity.Audits;
using Ronghe.Identity.Tests.Administrators;
using Ronghe.Identity.Tests.People;
using Ronghe.Testing;
using Xunit;
using static Ronghe.Identity.Tests.Administrators.AdministrationSite;

namespace Ronghe.Identity.Tests.Audits;

[Collection(nameof(AdministrationSite))]
public sealed class Audit_trail(AdministrationSite site)
{
    [Fact]
    public async Task Shows_sign_ins_right_and_wrong_grants_and_administrative_acts_but_no_password()
    {
        var person = await site.Personnel.Join("F0104");
        using var browser = new Browser(site.Address);
        browser.Client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.40");
        using (await browser.Submit("/account/sign-in", person.UserName, "wrong-wrong-wrong")) { }
        using (await browser.Submit("/account/sign-in", "my-secret-password", "x")) { }
        using (await site.Personnel.SignedIn(person.UserName, Joiner.Password)) { }
        using var granted = await Post(site.Security, $"/people/{person.Id}/grants", new { role = "Manager", unitCode = "F0104" });
        Assert.Equal(HttpStatusCode.OK, granted.StatusCode);
        using var refused = await Post(site.Security, $"/people/{await site.Person("security-admin")}/grants", new { role = "AuditAdministrator", unitCode = "G" });
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);

        await Eventually.Holds(async () => Assert.Equal(
            ["JoinPerson Done", "SignIn Refused", "ChangePassword Done", "SignIn Done", "GrantRole Done"],
            (await Entries($"subject={person.Id}")).Select(entry => $"{entry["act"]} {entry["outcome"]}").OrderBy(Place)));
        var wrong = Assert.Single(await Entries($"subject={person.Id}&outcome=Refused"));
        Assert.Equal("203.0.113.40", (string?)wrong["address"]);
        Assert.Contains(await Entries("act=GrantRole&outcome=Refused"), entry => ((string?)entry["details"])!.Contains("not-on-yourself", StringComparison.Ordinal));

        var all = (await Entries("limit=500")).Select(entry => entry.ToJsonString()).ToList();
        Assert.DoesNotContain(all, entry => entry.Contains(Joiner.Password, StringComparison.Ordinal) || entry.Contains("my-secret-password", StringComparison.Ordinal));

        static int Place(string entry) => Array.IndexOf(["JoinPerson Done", "SignIn Refused", "ChangePassword Done", "SignIn Done", "GrantRole Done"], entry);
    }

    [Fact]
    public async Task Pages_stay_as_they_are_while_more_is_recorded()
    {
        for (var i = 0; i < 3; i++) await site.Personnel.Join("F0104");
        await Eventually.Holds(async () => Assert.True((await Entries("act=JoinPerson&limit=500")).Count >= 3));
        var first = await Get(site.Audit, "/audit/entries?act=JoinPerson&limit=1");
        var next = (long)first["next"]!;
        await site.Personnel.Join("F0104");
        Assert.Equal(first.ToJsonString(), (await Get(site.Audit, "/audit/entries?act=JoinPerson&limit=1")).ToJsonString());
        var second = await Get(site.Audit, $"/audit/entries?act=JoinPerson&limit=1&after={next}");
        Assert.True((long)second["entries"]![0]!["number"]! > (long)first["entries"]![0]!["number"]!);
    }

    [Fact]
    public async Task The_service_cannot_change_or_delete_it_and_neither_can_the_owner_in_passing()
    {
        await using var role = await site.Personnel.Host.Services.GetRequiredService<ServiceDefaults.Databases.ServiceDatabase<IdentityDb>>().App.OpenConnectionAsync();
        foreach (var sql in new[] { "UPDATE audit_entries SET act = 'x'", "DELETE FROM audit_entries", "DELETE FROM audit_links", "TRUNCATE audit_links" })
        {
            await using var command = new NpgsqlCommand(sql, role);
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => site.Personnel.Ask<int>(sql))).SqlState);
        }
    }

    [Fact]
    public async Task A_change_behind_its_back_breaks_the_chain_at_that_number()
    {
        await site.Personnel.Join("F0104");
        await Eventually.Holds(async () =>
        {
            var sound = await Get(site.Audit, "/audit/verification");
            Assert.True((bool)sound["intact"]! && (long)sound["checked"]! > 0 && sound["brokenAt"] is null, sound.ToJsonString());
        });
        var number = (long)(await Entries("act=JoinPerson&limit=1"))[0]["number"]!;
        await Tamper("details || ' '");
        try
        {
            var broken = await Get(site.Audit, "/audit/verification");
            Assert.Equal((false, number), ((bool)broken["intact"]!, (long)broken["brokenAt"]!));
        }
        finally
        {
            await Tamper("rtrim(details)");
        }

        Assert.True((bool)(await Get(site.Audit, "/audit/verification"))["intact"]!);

        Task<int> Tamper(string details) => site.Personnel.Ask<int>($"""
            ALTER TABLE audit_entries DISABLE TRIGGER audit_stays;
            UPDATE audit_entries SET details = {details} WHERE id = (SELECT entry_id FROM audit_links WHERE number = {number});
            ALTER TABLE audit_entries ENABLE TRIGGER audit_stays;
            SELECT 1;
            """);
    }

    [Fact]
    public async Task The_export_is_a_table_that_runs_no_formula()
    {
        using var browser = new Browser(site.Address);
        browser.Client.DefaultRequestHeaders.Add("X-Forwarded-For", "=HYPERLINK(1)");
        using (await browser.Submit("/account/sign-in", "staff", "wrong-wrong-wrong")) { }
        await Eventually.Holds(async () =>
        {
            var csv = await site.Audit.GetStringAsync(At("/audit/export?act=SignIn"));
            Assert.StartsWith("number,at,act,outcome", csv.TrimStart('\uFEFF'), StringComparison.Ordinal);
            Assert.Contains("'=HYPERLINK(1)", csv, StringComparison.Ordinal);
            Assert.DoesNotContain(",=HYPERLINK", csv, StringComparison.Ordinal);
        });
        await Eventually.Holds(async () => Assert.NotEmpty(await Entries("act=ExportAudit")));
    }

    [Fact]
    public async Task A_farms_audit_administrator_reads_the_farms_entries_only()
    {
        var reader = await site.Personnel.Join("F0105");
        using var granted = await Post(site.Security, $"/people/{reader.Id}/grants", new { role = "AuditAdministrator", unitCode = "F0105" });
        Assert.Equal(HttpStatusCode.OK, granted.StatusCode);
        using var audit = await site.Personnel.SignedIn(reader.UserName, Joiner.Password);
        await Eventually.Holds(async () =>
        {
            using var answer = await audit.GetAsync(At("/audit/entries?limit=500"));
            var entries = (await answer.Content.ReadFromJsonAsync<JsonNode>())!["entries"]!.AsArray();
            Assert.NotEmpty(entries);
            Assert.All(entries, entry => Assert.StartsWith("G/B01/F0105/", (string?)entry!["unitPath"], StringComparison.Ordinal));
        });
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=501", "limit")]
    [InlineData("from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z", "to")]
    public async Task A_question_that_makes_no_sense_names_the_field(string query, string field)
    {
        using var answer = await site.Audit.GetAsync(At("/audit/entries?" + query));
        await PersonnelSite.Invalid(answer, field);
    }

    // Replays and discards of failed messages have a record of their own, the same in every service (FailureTests).
    [Fact]
    public void Every_endpoint_that_changes_something_is_recorded()
    {
        var unrecorded = site.Personnel.Host.Services.GetServices<Microsoft.AspNetCore.Routing.EndpointDataSource>()
            .SelectMany(source => source.Endpoints).OfType<Microsoft.AspNetCore.Routing.RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal)
                && !endpoint.RoutePattern.RawText.Contains("/operations/", StringComparison.Ordinal)
                && endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.HttpMethodMetadata>()!.HttpMethods.Any(method => method != "GET")
                && endpoint.Metadata.GetMetadata<Audited>() is null);
        Assert.Empty(unrecorded.Select(endpoint => endpoint.RoutePattern.RawText));
    }

    private async Task<IReadOnlyList<JsonNode>> Entries(string query) =>
        [.. (await Get(site.Audit, "/audit/entries?" + query))["entries"]!.AsArray().OfType<JsonNode>()];
}
