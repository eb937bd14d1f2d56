using Ronghe.ServiceDefaults.Problems;
using Ronghe.ServiceDefaults.Seeds;

namespace Ronghe.Assessment.Frameworks;

/// <summary>The samples that come with the platform, live from the start; a group saves its own editions over them.</summary>
internal sealed class SampleFrameworks(IReadOnlyList<(string Path, FrameworkContent Content)> files)
{
    internal const string SavedBy = "seed";

    internal static SampleFrameworks Load(string seeds) => new([.. Directory
        .EnumerateFiles(Path.Combine(seeds, "assessment", "frameworks"), "*.json").Order(StringComparer.Ordinal)
        .Select(path => (path, SeedFile.Read<FrameworkContent>(path)))]);

    internal static Task Seed(IServiceProvider services, AssessmentDb db, CancellationToken ct) => services.GetRequiredService<SampleFrameworks>()
        .Fill(db, services.GetRequiredService<FrameworkRules>(), services.GetRequiredService<TimeProvider>(), ct);

    private async Task Fill(AssessmentDb db, FrameworkRules rules, TimeProvider clock, CancellationToken ct)
    {
        foreach (var (path, content) in files)
        {
            if (db.Frameworks.Any(row => row.Code == content.Code)) continue;
            if (Check(content, rules) is { } refusal) throw SeedFile.Wrong(path, "nodes", refusal.English);
            var framework = Framework.Save(content, 1, "G/", SavedBy, clock.GetUtcNow());
            framework.GoLive(SavedBy + ":examples", clock.GetUtcNow());
            db.Frameworks.Add(framework);
        }

        await db.SaveAndPublishAsync(ct);
    }

    private static Refusal? Check(FrameworkContent content, FrameworkRules rules) => rules.Check(content, SavedBy, out _)
        ?? FrameworkTree.Indicators(content).Where(indicator => indicator.Content.Formula is not null)
            .Select(indicator => Examples.Run(indicator, rules.Compile(indicator))).OfType<Refusal>().FirstOrDefault();
}
