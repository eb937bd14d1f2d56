namespace Ronghe.Assessment.Tests.Analysis;

[Collection(nameof(AssessmentSite))]
public sealed class Read_analysis(AssessmentSite site)
{
    [Fact]
    public async Task Few_units_get_no_figure_but_the_counts_and_the_caution()
    {
        using var leader = site.Person("G/", "Leader@G/");
        var relation = await leader.Get("analysis/relation?x=learning.passed&y=tending.area&from=2021-01-01&months=12&lag=3");
        Assert.Equal((3, 0, 3), ((int)relation["units"]!, (int)relation["n"]!, (int)relation["missing"]!));
        Assert.Null((double?)relation["rho"]);
        Assert.Contains("不说明谁影响谁", (string)relation["caution"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_that_is_missed_warns_and_a_figure_that_is_missing_is_counted_as_missing()
    {
        using var subsidiary = site.Client("G/B01/", "assessment");
        await subsidiary.Done("figures/batch", new
        {
            figures = new[]
            {
                Desk.Figure("afforestation.plan", "F0101", "2021", 120, "ha"), Desk.Figure("afforestation.area", "F0101", "2021-01", 5, "ha"), Desk.Figure("afforestation.area", "F0101", "2021-02", 10, "ha"),
            },
        });
        using var leader = site.Person("G/", "Leader@G/");
        var warnings = await leader.Get("analysis/warnings?year=2021&month=2");
        var red = Assert.Single(warnings["warnings"]!.AsArray())!;
        Assert.Equal(("G/B01/F0101/", "Red", 0.75m), ((string)red["unitPath"]!, (string)red["colour"]!, (decimal)red["ratio"]!));
        Assert.Equal(5, (int)warnings["missing"]!);
    }
}
