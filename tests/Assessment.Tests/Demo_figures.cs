using System.Diagnostics;
using Ronghe.Testing;

namespace Ronghe.Assessment.Tests;

/// <summary>A platform that starts with its demo figures.</summary>
public sealed class Demo_figures(Servers servers)
{
    [Fact]
    public async Task Two_years_three_appraisals_and_two_appeals_are_there_within_seconds()
    {
        await using var issuer = await Issuer.StartAsync();
        await using var directory = await SmallDirectory.StartAsync();
        var settings = new Dictionary<string, string?>([.. issuer.Settings, .. directory.Settings, new("Seed:DemoFigures", "true"), new("Logging:LogLevel:Default", "Error"), new("Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks", "None")]);
        var watch = Stopwatch.StartNew();
        await using var host = await ServiceHost<AssessmentDb>.StartAsync(servers, "assessmentdb", settings);
        using var worker = host.Client(issuer.Person(Guid.CreateVersion7(), "G/", "PartyWorker@G/"));
        await Eventually.Holds(async () =>
        {
            var cycles = (await worker.Get("cycles"))["cycles"]!.AsArray();
            Assert.Equal(["Calibrating", "Open", "Published"], cycles.Select(row => (string)row!["state"]!).Order());
            var published = cycles.First(row => (string)row!["state"]! == "Published")!["cycleId"];
            Assert.Equal(["Granted", "Rejected"], (await worker.Get($"cycles/{published}/appeals"))["appeals"]!.AsArray().Select(row => (string)row!["outcome"]!).Order());
            Assert.All((await worker.Get($"cycles/{published}/scores"))["scores"]!.AsArray(), row => Assert.NotNull((decimal?)row!["total"]));
        });
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }
}
