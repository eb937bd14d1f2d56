using System.Text.Json.Nodes;
using Ronghe.Contracts.Assessment;
using Ronghe.Contracts.PowerItems;
using Ronghe.Testing;

namespace Ronghe.Assessment.Tests.Scores;

/// <summary>A year of two farms: figures, score, freeze, calibration, PTY-10, telling, appeal, publication, honour.</summary>
[Collection(nameof(AssessmentSite))]
public sealed class From_freeze_to_published(AssessmentSite site)
{
    private const string Farm = "G/B01/F0101/";

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task A_score_goes_its_whole_way_and_every_step_can_be_followed()
    {
        await site.Wire.Listen<ResultsPublished>();
        await site.Wire.Listen<HonourGranted>();
        using var worker = site.Person("G/", "PartyWorker@G/");
        using var second = site.Person("G/", "Manager@G/");
        using var inspector = site.Person("G/", "DisciplineInspector@G/");
        using var leader = site.Person(Farm, $"Leader@{Farm}");
        using var subsidiary = site.Client("G/B01/", "assessment");
        await PushYear(subsidiary);
        var cycle = await OpenYear(worker);

        await worker.Done($"cycles/{cycle}/score");
        var score = await Newest(worker, cycle);
        Assert.Equal(75.9166m, (decimal)score["total"]!);
        Assert.Empty((await leader.Get($"cycles/{cycle}/scores"))["scores"]!.AsArray());
        await MissingIsMissing(worker, cycle);

        await worker.Done($"cycles/{cycle}/freeze");
        var frozen = await subsidiary.Refused("figure-cycle-frozen", "figures", Desk.Figure("restoration.accepted", "F0101", "2023-05", 9, "ha"));
        Assert.Equal("period", (string)frozen["field"]!);
        var adjustment = await worker.Done($"cycles/{cycle}/adjustments", new { subject = Farm, points = 1.5m, reason = "校准会：防火抽调人员影响抚育进度" });
        await worker.Refused("adjustment-not-agreed", $"cycles/{cycle}/submission");
        await worker.Refused("same-person", $"adjustments/{adjustment["adjustmentId"]}/agreement");
        await second.Done($"adjustments/{adjustment["adjustmentId"]}/agreement");
        var calibrated = await Newest(worker, cycle);
        Assert.Equal((77.4166m, 2, "Calibrated"), ((decimal)calibrated["total"]!, (int)calibrated["number"]!, (string)calibrated["cause"]!));

        await DecidedByPowerCaseAlone(worker, cycle);
        await worker.Done($"cycles/{cycle}/telling");
        var appealId = await Appealed(leader, worker, inspector, cycle, calibrated);
        await worker.Refused("appeals-running", $"cycles/{cycle}/publication");
        await site.Ask<int>($"WITH x AS (UPDATE cycles SET appeal_until = now() - interval '1 minute' WHERE id = '{cycle}' RETURNING 1) SELECT count(*)::int FROM x");
        await worker.Done($"cycles/{cycle}/publication");
        await Eventually.True(() => Task.FromResult(site.Wire.Heard<ResultsPublished>().Any(told => told.CycleId == cycle && told is { Subjects: 3, Missing: 2 })), "results are told");

        await HonoursRestOnAVersion(worker, cycle);
        Assert.NotEqual(Guid.Empty, appealId);
    }

    private async Task DecidedByPowerCaseAlone(HttpClient worker, Guid cycle)
    {
        var submitted = await worker.Done($"cycles/{cycle}/submission");
        await worker.Refused("cycle-wrong-state", $"cycles/{cycle}/telling");
        await Tell(cycle, "PTY-10", "G/B01/", "assessment.results", (string)submitted["digest"]!);
        await Tell(cycle, "PTY-09", "G/", "assessment.results", (string)submitted["digest"]!);
        await Tell(cycle, "PTY-10", "G/", "assessment.results", new string('0', 64));
        await Eventually.True(async () => (string)(await worker.Get($"cycles/{cycle}"))["state"]! == "Calibrating", "other results were decided: back to calibration");
        submitted = await worker.Done($"cycles/{cycle}/submission");
        await Tell(cycle, "PTY-10", "G/", "assessment.results", (string)submitted["digest"]!);
        await Eventually.True(async () => (string)(await worker.Get($"cycles/{cycle}"))["state"]! == "Approved", "approved by its own case");
    }

    private async Task<Guid> Appealed(HttpClient leader, HttpClient worker, HttpClient inspector, Guid cycle, JsonNode score)
    {
        using var stranger = site.Person("G/B02/", "Leader@G/B02/");
        await stranger.Refused("not-found", $"scores/{score["scoreId"]}/appeals", new { reason = "与我无关但我想申诉一下" });
        var mine = await leader.Get($"cycles/{cycle}/scores");
        Assert.Equal(Farm, (string)Assert.Single(mine["scores"]!.AsArray())!["subject"]!);
        Assert.All(mine["distribution"]!.AsArray(), band => Assert.Null((int?)band!["subjects"]));

        var appeal = await leader.Done($"scores/{score["scoreId"]}/appeals", new { reason = "三月份修复面积少报了一块，附验收单" });
        await leader.Refused("appeal-filed", $"scores/{score["scoreId"]}/appeals", new { reason = "三月份修复面积少报了一块，附验收单" });
        var answer = new { outcome = "Granted", points = 2m, answer = "经核，验收单属实，予以更正。" };
        await worker.Refused("appeal-not-reviewer", $"appeals/{appeal["appealId"]}/answer", answer);
        var granted = await inspector.Done($"appeals/{appeal["appealId"]}/answer", answer);
        Assert.NotNull((string?)granted["newScoreId"]);
        await inspector.Refused("appeal-had-part", $"appeals/{appeal["appealId"]}/answer", answer);
        var newest = await Newest(worker, cycle);
        Assert.Equal((79.4166m, 3, "Appealed"), ((decimal)newest["total"]!, (int)newest["number"]!, (string)newest["cause"]!));
        var second = await leader.Done($"appeals/{appeal["appealId"]}/second-instance", new { reason = "仍有一块小班没有计入，请再核" });
        await inspector.Refused("appeal-had-part", $"appeals/{second["appealId"]}/answer", answer);
        using var other = site.Person("G/", "DisciplineInspector@G/");
        await other.Done($"appeals/{second["appealId"]}/answer", new { outcome = "Rejected", answer = "经复核，该小班属下一年度任务。" });
        return (Guid)appeal["appealId"]!;
    }

    private async Task HonoursRestOnAVersion(HttpClient worker, Guid cycle)
    {
        var newest = await Newest(worker, cycle);
        var old = (await worker.Get($"scores/{newest["scoreId"]}"))["versions"]![0]!;
        await worker.Refused("score-superseded", "honours", new { kind = "Honour", name = "Model", scoreId = (Guid)old["scoreId"]! });
        var honour = await worker.Done("honours", new { kind = "Honour", name = "Model", scoreId = (Guid)newest["scoreId"]! });
        var id = (Guid)honour["honourId"]!;
        await Tell(id, "PTY-09", "G/", "assessment.honour", (string)honour["digest"]!);
        await Eventually.True(() => Task.FromResult(site.Wire.Heard<HonourGranted>().Any(told => told.HonourId == id && told.UnitPath == Farm)), "the honour is told");

        var facts = (await worker.Get($"scores/{newest["scoreId"]}"))["snapshot"]!["indicators"]![0]!["reads"]![0]!["facts"]!.AsArray();
        var fact = (string)facts[0]!["id"]!;
        Assert.Contains((await worker.Get($"facts/{fact}/scores"))["scores"]!.AsArray(), row => (Guid)row!["scoreId"]! == (Guid)newest["scoreId"]!);
        await worker.Done($"facts/{fact}/corrections", new { value = 1m, factVersion = 1, reason = "复核后发现该月面积重复统计" });
        await worker.Refused("stale-version", $"facts/{fact}/corrections", new { value = 2m, factVersion = 1, reason = "复核后发现该月面积重复统计" });
        JsonNode resting = null!;
        await Eventually.Holds(async () => resting = Assert.Single((await worker.Get($"cycles/{cycle}/resting"))["items"]!.AsArray())!);
        Assert.Equal((id, "Granted", 79.4166m), ((Guid)resting["honourId"]!, (string)resting["state"]!, (decimal)resting["restsOnTotal"]!));
        Assert.True((decimal)resting["newestTotal"]! < 79.4166m);
        Assert.Equal(4, (await worker.Get($"scores/{newest["scoreId"]}"))["versions"]!.AsArray().Count);
    }

    private static async Task MissingIsMissing(HttpClient worker, Guid cycle)
    {
        var other = (await worker.Get($"cycles/{cycle}/scores"))["scores"]!.AsArray().First(row => (string)row!["subject"]! == "G/B01/F0102/")!;
        Assert.Null((decimal?)other["total"]);
        Assert.Equal(0m, (decimal)other["knownWeight"]!);
    }

    private static async Task PushYear(HttpClient subsidiary)
    {
        var months = Enumerable.Range(1, 12).SelectMany(month => new[]
        {
            Desk.Figure("restoration.accepted", "F0101", $"2023-{month:00}", 2.5m, "ha"),
            Desk.Figure("hazard.found", "F0101", $"2023-{month:00}", 3, "item"),
            Desk.Figure("hazard.closed", "F0101", $"2023-{month:00}", month == 1 ? 1 : 3, "item"),
        });
        await subsidiary.Done("figures/batch", new { figures = months.Append(Desk.Figure("restoration.plan", "F0101", "2023", 48, "ha")) });
    }

    private async Task<Guid> OpenYear(HttpClient worker)
    {
        var restored = new
        {
            kind = "Ratio", unit = "1", formula = "sum(restoration.accepted) / sum(restoration.plan)",
            examples = new[] { new { given = new Dictionary<string, decimal?> { ["sum(restoration.accepted, cycle, own)"] = 24, ["sum(restoration.plan, cycle, own)"] = 48 }, figure = 0.5m } },
        };
        var hazards = new
        {
            kind = "Ratio", unit = "1", formula = "sum(hazard.closed) / max(sum(hazard.found), 1 item)",
            examples = new[] { new { given = new Dictionary<string, decimal?> { ["sum(hazard.closed, cycle, own)"] = 1, ["sum(hazard.found, cycle, own)"] = 2 }, figure = 0.5m } },
        };
        var framework = await Desk.LiveFramework(site, Desk.Framework("YEAR2023", "Unit", Desk.Node("restored", 58m, restored), Desk.Node("hazards", 42m, hazards)));
        return (Guid)(await worker.Done("cycles", new { frameworkId = framework, name = "2023 年度", span = "Year", from = "2023-01-01", subjectUnits = "ForestFarm" }))["cycleId"]!;
    }

    private static async Task<JsonNode> Newest(HttpClient worker, Guid cycle) =>
        (await worker.Get($"cycles/{cycle}/scores"))["scores"]!.AsArray().First(row => (string)row!["subject"]! == Farm)!;

    private Task Tell(Guid about, string item, string unitPath, string kind, string digest) => site.Wire.Tell(
        new CaseClosed(Guid.CreateVersion7(), 4, item, "PTY", unitPath, "Approved", kind, about, digest, Now.AddDays(-3), Now));
}
