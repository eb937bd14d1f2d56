namespace Ronghe.Assessment.Tests.Scores;

[Collection(nameof(AssessmentSite))]
public sealed class Combine_cycles(AssessmentSite site)
{
    [Fact]
    public async Task Quarters_make_up_a_year_by_shares_and_a_missing_part_is_missing()
    {
        using var worker = site.Person("G/", "PartyWorker@G/");
        using var subsidiary = site.Client("G/B01/", "assessment");
        var framework = await Desk.LiveFramework(site, Desk.Framework("COMBINE", "Unit", Desk.Node("tended", 100, new
        {
            kind = "Linear", unit = "ha", low = 0, high = 30, formula = "sum(tending.area)",
            examples = new[] { new { given = new Dictionary<string, decimal?> { ["sum(tending.area, cycle, own)"] = 15 }, figure = 15m, points = 50m } },
        })));
        var figures = Enumerable.Range(1, 6).Select(month => Desk.Figure("tending.area", "F0101", $"2020-{month:00}", month <= 3 ? 5 : 10, "ha"))
            .Concat(Enumerable.Range(1, 3).Select(month => Desk.Figure("tending.area", "F0102", $"2020-{month:00}", 5, "ha")));
        await subsidiary.Done("figures/batch", new { figures });
        var (first, second) = (await Scored(worker, framework, "Quarter", "2020-01-01"), await Scored(worker, framework, "Quarter", "2020-04-01"));

        var combined = (await worker.Done("cycles/combination", Parts((first, 40), (second, 60))))["scores"]!.AsArray();
        Assert.Equal(80m, (decimal)combined.First(row => (string)row!["subject"]! == "G/B01/F0101/")!["total"]!);
        Assert.Null((decimal?)combined.First(row => (string)row!["subject"]! == "G/B01/F0102/")!["total"]);

        var problem = await worker.Refused("shares-not-100", "cycles/combination", Parts((first, 40), (second, 59.5m)));
        Assert.Contains("99.5", (string)problem["detail"]!, StringComparison.Ordinal);
        var month = await Scored(worker, framework, "Month", "2020-02-01");
        var twice = await worker.Refused("counted-twice", "cycles/combination", Parts((first, 40), (month, 60)));
        Assert.Equal([first.ToString(), month.ToString()], twice["places"]!.AsArray().Select(place => (string)place!));
    }

    private static object Parts(params (Guid CycleId, decimal Share)[] parts) => new { parts = parts.Select(part => new { cycleId = part.CycleId, share = part.Share }) };

    private static async Task<Guid> Scored(HttpClient worker, Guid frameworkId, string span, string from)
    {
        var cycle = (Guid)(await worker.Done("cycles", new { frameworkId, name = span + from, span, from, subjectUnits = "ForestFarm" }))["cycleId"]!;
        await worker.Done($"cycles/{cycle}/score");
        return cycle;
    }
}
