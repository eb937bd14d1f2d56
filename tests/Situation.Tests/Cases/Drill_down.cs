using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.Testing;
using static Ronghe.Situation.Tests.SituationReader;

namespace Ronghe.Situation.Tests.Cases;

[Collection(nameof(SituationSite))]
public sealed class Drill_down(SituationSite site)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_figure_is_explained_by_its_cases()
    {
        var (running, approved, rejected) = (Opened("G/D01/F0101/"), Opened("G/D01/"), Opened("G/D01/"));
        foreach (var message in new object[] { running, approved, Closed(approved), rejected, Closed(rejected, "Rejected") }) await site.Wire.Tell(message);
        await Eventually.Holds(async () => Assert.Equal("3 1 1 1 0 0 0", await site.Line("G/D01/")));

        using var manager = site.Person("G/D01/", "Manager@G/D01/");
        Assert.Equal(running.CaseId.ToString(), (string)Assert.Single(await Cases(manager, "unit=G/D01/&figure=running"))!["caseId"]!);
        Assert.Equal(approved.CaseId.ToString(), (string)Assert.Single(await Cases(manager, "unit=G/D01/&figure=approved"))!["caseId"]!);
        var closed = Assert.Single(await Cases(manager, "unit=G/D01/&figure=rejected"))!;
        Assert.Equal((rejected.CaseId.ToString(), "UNI-02", At, At.AddHours(2)),
            ((string)closed["caseId"]!, (string)closed["itemCode"]!, (DateTimeOffset)closed["openedAt"]!, (DateTimeOffset)closed["closedAt"]!));
        Assert.Equal(3, (await Cases(manager, "unit=G/D01/&figure=opened")).Count);
        Assert.Empty(await Cases(manager, "unit=G/D01/&figure=opened&domain=FIN"));
        Assert.Empty(await Cases(manager, "unit=G/D01/&figure=opened&page=2"));
    }

    [Theory]
    [InlineData("", "figure")]
    [InlineData("figure=all", "figure")]
    [InlineData("figure=running&page=0", "page")]
    public async Task A_question_that_is_not_right_is_named(string query, string field)
    {
        using var manager = site.Person("G/B01/", "Manager@G/B01/");
        var answer = await manager.GetAsync($"/api/v1/situation/cases?{query}", Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(field, (await Reply.Body(answer))["errors"]!.ToJsonString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_foreign_units_cases_are_refused_and_hidden_by_the_database_too()
    {
        var (ours, theirs) = (Opened("G/D02/"), Opened("G/D03/"));
        await site.Wire.Tell(ours);
        await site.Wire.Tell(theirs);
        await Eventually.Holds(async () => Assert.Equal(("1 1 0 0 0 0 0", "1 1 0 0 0 0 0"), (await site.Line("G/D02/"), await site.Line("G/D03/"))));

        using var leader = site.Person("G/D02/", "Leader@G/D02/");
        var refused = await leader.GetAsync("/api/v1/situation/cases?unit=G/D03/&figure=running", Ct);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal("unit-not-yours", await Reply.Problem(refused));

        await using var work = await site.Host.Services.GetRequiredService<UnitOfWorkFactory<SituationDb>>()
            .BeginAsync(new UnitScope(["G/D02/"], null), Ct);
        Assert.Equal([ours.CaseId], await work.Db.Cases.Select(row => row.CaseId).ToListAsync(Ct));
    }

    private static async Task<JsonArray> Cases(HttpClient reader, string query) =>
        (await reader.GetFromJsonAsync<JsonNode>($"/api/v1/situation/cases?{query}", Ct))!["cases"]!.AsArray();
}
