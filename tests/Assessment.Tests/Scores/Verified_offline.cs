using System.Diagnostics;
using System.Text.Json.Nodes;
using Ronghe.Testing;

namespace Ronghe.Assessment.Tests.Scores;

/// <summary>The verifier is a program of its own that shares no code with the platform.</summary>
[Collection(nameof(AssessmentSite))]
public sealed class Verified_offline(AssessmentSite site)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_snapshot_comes_out_the_same_and_an_altered_one_does_not()
    {
        using var worker = site.Person("G/", "PartyWorker@G/");
        var cycle = await PlainYear(worker);
        var scores = (await worker.Get($"cycles/{cycle}/scores"))["scores"]!.AsArray();
        Assert.Equal([61m, 82.144m], scores.Where(row => row!["total"] is not null).Select(row => (decimal)row!["total"]!));
        foreach (var score in scores)
        {
            var (text, hash) = (await worker.GetStringAsync($"{Desk.Root}scores/{score!["scoreId"]}/snapshot", Ct), (string)score["hash"]!);
            Assert.Equal((0, "verified"), await Verify(text, hash));
            Assert.Equal(1, (await Verify(text, new string('0', 64))).Exit);
        }

        var first = await worker.GetStringAsync($"{Desk.Root}scores/{scores[0]!["scoreId"]}/snapshot", Ct);
        foreach (var (old, altered) in new[] { ("\"total\":\"61\"", "\"total\":\"91\""), ("\"value\":\"2.5\"", "\"value\":\"2.4\""), ("\"weight\":\"20\"", "\"weight\":\"30\""), ("\"kind\":\"Unit\"", "\"kind\": \"Unit\"") })
        {
            Assert.Contains(old, first, StringComparison.Ordinal);
            Assert.Equal(1, (await Verify(first.Replace(old, altered, StringComparison.Ordinal))).Exit);
        }

        Assert.Equal(2, (await Verify("{}")).Exit);
    }

    [Fact]
    public async Task The_same_content_has_the_same_name_and_a_snapshot_says_why()
    {
        using var worker = site.Person("G/", "PartyWorker@G/");
        var cycle = await PlainYear(worker);
        await worker.Done($"cycles/{cycle}/score");
        var line = (await worker.Get($"cycles/{cycle}/scores"))["scores"]![0]!;
        Assert.Equal(1, (int)line["number"]!);
        var read = await worker.Get($"scores/{line["scoreId"]}");
        var restored = read["snapshot"]!["indicators"]![0]!;
        Assert.Equal(("sum(restoration.area) / sum(restoration.plan, year)", "0.625", "62.5"),
            (((string)restored["formula"]!).Trim('(', ')') + ")", (string)restored["figure"]!, (string)restored["points"]!));
        var fact = (Guid)restored["reads"]![0]!["facts"]![0]!["id"]!;
        Assert.Equal("subsidiary", (string)(await worker.Get($"facts/{fact}/scores"))["toldBy"]!);
    }

    private async Task<Guid> PlainYear(HttpClient worker)
    {
        using var subsidiary = site.Client("G/B01/", "assessment");
        var figures = Enumerable.Range(1, 12).SelectMany(month => new[]
        {
            Desk.Figure("restoration.area", "F0101", $"2022-{month:00}", 2.5m, "ha"), Desk.Figure("restoration.area", "F0102", $"2022-{month:00}", 3.14m, "ha"),
            Desk.Figure("tending.area", "F0101", $"2022-{month:00}", 20, "ha"), Desk.Figure("tending.area", "F0102", $"2022-{month:00}", 30, "ha"),
            Desk.Figure("hazard.found", "F0101", $"2022-{month:00}", 2, "item"), Desk.Figure("hazard.found", "F0102", $"2022-{month:00}", 2, "item"),
            Desk.Figure("hazard.closed", "F0101", $"2022-{month:00}", month == 5 ? 0 : 2, "item"), Desk.Figure("hazard.closed", "F0102", $"2022-{month:00}", month < 5 ? 1 : 2, "item"),
            Desk.Figure("safety.accidents", "F0101", $"2022-{month:00}", 0, "item"), Desk.Figure("safety.accidents", "F0102", $"2022-{month:00}", 0, "item"),
        }).Concat(
        [
            Desk.Figure("restoration.plan", "F0101", "2022", 48, "ha"), Desk.Figure("restoration.plan", "F0102", "2022", 50, "ha"),
            Desk.Figure("headcount", "F0101", "2022", 100, "person"), Desk.Figure("headcount", "F0102", "2022", 100, "person"),
        ]);
        await subsidiary.Done("figures/batch", new { figures });
        var plain = (await worker.Get("frameworks"))["frameworks"]!.AsArray().First(row => (string)row!["code"]! == "plain" && (int)row["edition"]! == 1)!;
        var cycle = await worker.Done("cycles", new { frameworkId = (Guid)plain["frameworkId"]!, name = "2022", span = "Year", from = "2022-01-01", subjectUnits = "ForestFarm" });
        await worker.Done($"cycles/{cycle["cycleId"]}/score");
        return (Guid)cycle["cycleId"]!;
    }

    private static async Task<(int Exit, string Last)> Verify(string snapshot, string? hash = null)
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.CreateVersion7()}.json");
        await File.WriteAllTextAsync(file, snapshot, Ct);
        try
        {
            var program = Path.Combine(Checkout.Root, "artifacts", "bin", "ScoreVerifier", "debug", "ScoreVerifier.dll");
            var start = new ProcessStartInfo("dotnet", hash is null ? [program, file] : [program, file, hash]) { RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var output = await process.StandardOutput.ReadToEndAsync(Ct);
            await process.WaitForExitAsync(Ct);
            return (process.ExitCode, output.Trim().Split('\n')[^1].Trim());
        }
        finally
        {
            File.Delete(file);
        }
    }
}
