using System.Net;
using System.Text;
using Ronghe.Testing;

namespace Ronghe.Assessment.Tests.Figures;

[Collection(nameof(AssessmentSite))]
public sealed class Push_figures(AssessmentSite site)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_figure_twice_is_one_and_another_is_a_correction_with_who_and_when()
    {
        using var subsidiary = site.Client("G/B01/", "assessment");
        var figure = Desk.Figure("tending.area", "F0101", "2024-01", 12.5m, "公顷");
        Assert.Equal("Accepted", await Outcome(subsidiary, figure));
        Assert.Equal("Unchanged", await Outcome(subsidiary, figure));
        Assert.Equal("Corrected", await Outcome(subsidiary, Desk.Figure("tending.area", "F0101", "2024-01", 13m, "ha")));
        Assert.Equal("Withdrawn", await Outcome(subsidiary, Desk.Figure("tending.area", "F0101", "2024-01", null, "ha")));
        var versions = (await subsidiary.Get("figures?series=tending.area&key=F0101:2024-01"))["figures"]!.AsArray();
        Assert.Equal([null, 13m, 12.5m], versions.Select(row => (decimal?)row!["value"]));
        Assert.All(versions, row => Assert.Equal("subsidiary", (string)row!["toldBy"]!));
        Assert.All(versions, row => Assert.NotNull((string)row!["toldAt"]!));
    }

    [Theory]
    [InlineData("tree.count", "F0101", "2024-02", "1", "ha", "figure-series-unknown", "series")]
    [InlineData("learning.passed", "F0101", "2024-02", "1", "item", "figure-series-unknown", "series")]
    [InlineData("tending.area", "F9999", "2024-02", "1", "ha", "figure-unit-unknown", "unit")]
    [InlineData("tending.area", "B01", "2024-02", "1", "ha", "figure-unit-does-not-report", "unit")]
    [InlineData("tending.area", "F0201", "2024-02", "1", "ha", "figure-unit-not-yours", "unit")]
    [InlineData("tending.area", "F0101", "2024-02", "1", "mu", "figure-wrong-measure", "measure")]
    [InlineData("tending.area", "F0101", "2024-02", "-1", "ha", "figure-negative", "value")]
    [InlineData("restoration.plan", "F0101", "2024", "0", "ha", "figure-not-positive", "value")]
    [InlineData("tending.area", "F0101", "2024-02", "1.234", "ha", "figure-too-fine", "value")]
    [InlineData("tending.area", "F0101", "2024-13", "1", "ha", "figure-wrong-period", "period")]
    [InlineData("tending.area", "F0101", "2024-Q1", "1", "ha", "figure-wrong-period", "period")]
    [InlineData("tending.area", "F0101", "2099-01", "1", "ha", "figure-in-future", "period")]
    [InlineData("tending.area", "F0101", "2024-02", null, "ha", "figure-not-told", "value")]
    public async Task What_is_wrong_is_refused_with_its_own_reason(string series, string unit, string period, string? value, string measure, string type, string field)
    {
        using var subsidiary = site.Client("G/B01/", "assessment");
        var problem = await subsidiary.Refused(type, "figures", Desk.Figure(series, unit, period, value is null ? null : decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture), measure));
        Assert.Equal(field, (string)problem["field"]!);
    }

    [Fact]
    public async Task A_batch_is_all_or_nothing_and_says_what_is_wrong_row_by_row()
    {
        using var subsidiary = site.Client("G/B01/", "assessment");
        var figures = new[]
        {
            Desk.Figure("hazard.found", "F0101", "2024-03", 5, "item"),
            Desk.Figure("hazard.found", "F0201", "2024-03", 5, "item"),
            Desk.Figure("hazard.found", "F0101", "2024-03", 6, "item"),
        };
        var problem = await subsidiary.Refused("figures-refused", "figures/batch", new { figures });
        Assert.Equal([(2, "figure-unit-not-yours"), (3, "figure-twice")], problem["rows"]!.AsArray().Select(row => ((int)row!["row"]!, (string)row["type"]!)));
        Assert.Equal(0, await Count("hazard.found", "F0101:2024-03"));

        var partly = await subsidiary.Done("figures/batch", new { figures, partial = true });
        Assert.Equal((1, 2), ((int)partly["filed"]!, (int)partly["refused"]!));
        Assert.Equal(1, await Count("hazard.found", "F0101:2024-03"));
    }

    [Fact]
    public async Task A_table_is_read_with_its_mark_and_its_columns_in_any_order()
    {
        using var subsidiary = site.Client("G/B01/", "assessment");
        var table = "\uFEFFunit,series,value,Measure,period,reason\r\nF0101,afforestation.area,\"3.5\",公顷,2024-04,\r\nF0102,afforestation.area,0,ha,2024-04,补报\r\n";
        using var answer = await Table(subsidiary, table);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(2, (int)(await Reply.Body(answer))["filed"]!);
        Assert.Equal(1, await Count("afforestation.area", "F0102:2024-04"));
    }

    [Theory]
    [InlineData("series,unit,period,value\nx,y,z,1\n", 1)]
    [InlineData("series,unit,period,value,measure\nhazard.closed,F0101,2024-05,many,item\n", 2)]
    [InlineData("series,unit,period,value,measure\n", 2)]
    [InlineData("", 1)]
    public async Task A_table_that_cannot_be_read_is_refused_with_the_line(string table, int line)
    {
        using var subsidiary = site.Client("G/B01/", "assessment");
        using var answer = await Table(subsidiary, table);
        var problem = await Reply.Body(answer);
        Assert.Equal(("urn:ronghe:problem:table-not-readable", line), ((string)problem["type"]!, (int)problem["line"]!));
    }

    [Fact]
    public async Task Two_pushes_of_the_same_figure_at_the_same_moment_are_two_versions_without_a_gap()
    {
        using var subsidiary = site.Client("G/B01/", "assessment");
        await Task.WhenAll(Enumerable.Range(1, 12).Select(value => subsidiary.Done("figures", Desk.Figure("hazard.closed", "F0102", "2024-06", value, "item"))));
        Assert.Equal(12, await site.Ask<long>("SELECT max(version) FROM facts WHERE series = 'hazard.closed' AND key = 'F0102:2024-06'"));
        Assert.Equal(12, await Count("hazard.closed", "F0102:2024-06"));
    }

    [Fact]
    public async Task The_database_itself_keeps_told_figures()
    {
        using var subsidiary = site.Client("G/B01/", "assessment");
        await subsidiary.Done("figures", Desk.Figure("hazard.closed", "F0102", "2024-07", 1, "item"));
        var role = await site.Ask<string>("SELECT rolname FROM pg_roles WHERE rolname = replace(current_database(), 'db', '') || '_app'");
        foreach (var statement in new[] { "UPDATE facts SET value = 2", "DELETE FROM facts", "UPDATE score_versions SET total = 100" })
        {
            var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => site.Ask<object>($"SET ROLE \"{role}\"; {statement}"));
            Assert.Equal("42501", refused.SqlState);
        }
    }

    private Task<long> Count(string series, string key) => site.Ask<long>($"SELECT count(*) FROM facts WHERE series = '{series}' AND key = '{key}'");

    private static async Task<string> Outcome(HttpClient caller, object figure) => (string)(await caller.Done("figures", figure))["rows"]![0]!["outcome"]!;

    private static async Task<HttpResponseMessage> Table(HttpClient caller, string table)
    {
        using var content = new StringContent(table, Encoding.UTF8, "text/csv");
        return await caller.PostAsync(Desk.Root + "figures/table", content, Ct);
    }
}
