using Ronghe.PowerItems.Items;
using Ronghe.ServiceDefaults.Seeds;

namespace Ronghe.PowerItems.Meetings;

/// <summary>The rules of every body, as <c>seeds/bodies.json</c> holds them.</summary>
internal sealed record DecisionBodies(IReadOnlyList<BodyRule> Rules)
{
    internal BodyRule this[DecisionBody body] => Rules.First(rule => rule.Body == body);

    /// <exception cref="SeedException">The file is missing or broken; names file, line and field.</exception>
    internal static DecisionBodies Read(string folder)
    {
        var path = Path.Combine(folder, "bodies.json");
        var rules = SeedFile.Read<List<BodyRule>>(path);
        foreach (var (rule, index) in rules.Select((rule, index) => (rule, index)))
        {
            var at = $"[{index}]";
            if (rules.Take(index).Any(other => other.Body == rule.Body)) throw SeedFile.Wrong(path, $"{at}.body", $"{rule.Body} stands there twice");
            if (rule.Members.Count == 0) throw SeedFile.Wrong(path, $"{at}.members", "is empty");
            if (rule.Quorum is < 0.5m or > 1) throw SeedFile.Wrong(path, $"{at}.quorum", "must be from 0.5 to 1");
            if (rule.MaterialsDays is < 0 or > 60) throw SeedFile.Wrong(path, $"{at}.materialsDays", "must be from 0 to 60");
        }

        var missing = Enum.GetValues<DecisionBody>().Where(body => rules.All(rule => rule.Body != body)).ToList();
        return missing.Count == 0 ? new DecisionBodies(rules) : throw SeedFile.Wrong(path, "[0]", $"no rule for {missing[0]}");
    }
}
