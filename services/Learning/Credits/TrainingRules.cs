using Ronghe.ServiceDefaults.Seeds;

namespace Ronghe.Learning.Credits;

/// <summary>A yearly target of credit-hours.</summary>
/// <param name="Post">Holders of this post; null for every Party member.</param>
internal sealed record TrainingTarget(string Code, string? Post, decimal Hours, string Name, string NameEn);

/// <summary>Party members' training as data: targets, what each outcome earns, and where it is written.</summary>
internal sealed record TrainingRules(string Basis, IReadOnlyList<TrainingTarget> Targets, decimal LessonHours)
{
    internal static TrainingRules Load(string seeds)
    {
        var file = Path.Combine(seeds, "learning", "training-rules.json");
        var rules = SeedFile.Read<TrainingRules>(file);
        foreach (var (index, target) in rules.Targets.Index()) if (target.Hours <= 0) throw SeedFile.Wrong(file, $"targets[{index}].hours", "must be more than 0");
        return rules;
    }

    /// <summary>The highest target that applies to the person; null for who is no Party member.</summary>
    internal TrainingTarget? For(bool partyMember, IEnumerable<string> posts) => !partyMember
        ? null
        : Targets.Where(target => target.Post is null || posts.Contains(target.Post)).MaxBy(target => target.Hours);
}
