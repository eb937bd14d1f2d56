using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Ronghe.Contracts.Learning;
using Ronghe.Contracts.PowerItems;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.Testing;

namespace Ronghe.Assessment.Tests.Evidence;

[Collection(nameof(AssessmentSite))]
public sealed class Who_reads_evidence(AssessmentSite site)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Manager")]
    [InlineData("Leader")]
    [InlineData("PartyWorker")]
    [InlineData("DisciplineInspector")]
    [InlineData("UnionWorker")]
    public async Task Those_in_charge_read_their_units_and_no_others(string role)
    {
        var (ours, theirs) = (await Told("G/B01/F0102/"), await Told("G/B02/F0201/"));
        using var reader = site.Person("G/B01/", $"{role}@G/B01/");
        Assert.Single(await Evidence(reader, $"caseId={ours}"));
        Assert.Empty(await Evidence(reader, $"caseId={theirs}"));
    }

    [Fact]
    public async Task A_subsidiary_reads_its_own_unit()
    {
        var (ours, theirs) = (await Told("G/B01/"), await Told("G/B02/"));
        using var subsidiary = site.Client("G/B01/", "assessment");
        Assert.Single(await Evidence(subsidiary, $"caseId={ours}"));
        Assert.Empty(await Evidence(subsidiary, $"caseId={theirs}"));
    }

    [Fact]
    public async Task Staff_read_what_is_about_themselves_only()
    {
        var caseId = await Told("G/B01/F0102/");
        var (me, colleague) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        foreach (var person in new[] { me, colleague })
        {
            await site.Wire.Tell(new LessonCompleted(Guid.CreateVersion7(), 1, person, "G/B01/F0102/", "UNION-FUNDS", TimeProvider.System.GetUtcNow()));
        }

        using var staff = site.Person(me, "G/B01/F0102/");
        await Eventually.Holds(async () => Assert.Equal(me.ToString(), (string)Assert.Single(await Evidence(staff, ""))!["personId"]!));
        Assert.Empty(await Evidence(staff, $"caseId={caseId}"));
    }

    [Fact]
    public async Task A_foreign_unit_asked_for_by_name_is_refused()
    {
        using var manager = site.Person("G/B01/", "Manager@G/B01/");
        var answer = await manager.GetAsync("/api/v1/assessment/evidence?unit=G/B02/", Ct);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("unit-not-yours", await Reply.Problem(answer));
    }

    [Theory]
    [InlineData("source=Rumour", "source")]
    [InlineData("page=0", "page")]
    [InlineData("caseId=five", "caseId")]
    public async Task A_question_that_is_not_right_is_named(string query, string field)
    {
        using var manager = site.Person("G/B01/", "Manager@G/B01/");
        var answer = await manager.GetAsync($"/api/v1/assessment/evidence?{query}", Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(field, (await Reply.Body(answer)).ToJsonString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Nobody_and_other_scopes_are_refused()
    {
        using var nobody = site.Host.Client();
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync("/api/v1/assessment/evidence", Ct)).StatusCode);
        using var other = site.Client("G/B01/", "welfare");
        Assert.Equal(HttpStatusCode.Forbidden, (await other.GetAsync("/api/v1/assessment/evidence", Ct)).StatusCode);
    }

    [Fact]
    public async Task Without_the_codes_filter_the_database_still_hides_foreign_units()
    {
        var (ours, theirs) = (await Told("G/B01/"), await Told("G/B02/"));
        await using var work = await site.Host.Services.GetRequiredService<UnitOfWorkFactory<AssessmentDb>>()
            .BeginAsync(new UnitScope(["G/B01/"], Guid.CreateVersion7().ToString()), Ct);
        var seen = await work.Db.Evidence.Select(item => item.CaseId).ToListAsync(Ct);
        Assert.Contains(ours, seen);
        Assert.DoesNotContain(theirs, seen);
    }

    private async Task<Guid> Told(string unitPath)
    {
        var now = TimeProvider.System.GetUtcNow();
        var closed = new CaseClosed(Guid.CreateVersion7(), 3, "FIN-01", "FIN", unitPath, "Approved", null, null, null, now.AddHours(-2), now);
        await site.Wire.Tell(closed);
        await Eventually.True(async () => await site.Ask<long>($"SELECT count(*) FROM evidence WHERE case_id = '{closed.CaseId}'") == 1, "the case is evidence");
        return closed.CaseId;
    }

    private static async Task<JsonArray> Evidence(HttpClient reader, string query) =>
        (await reader.GetFromJsonAsync<JsonNode>($"/api/v1/assessment/evidence?{query}", Ct))!["evidence"]!.AsArray();
}
