using Ronghe.ServiceDefaults.Seeds;

namespace Ronghe.ServiceDefaults.Burden;

/// <summary>Where the rules come from.</summary>
public sealed record BurdenDocument(string Number, string Title, string TitleEn, string IssuedBy, DateOnly InForce);

/// <summary>One thing that must not be asked of people.</summary>
/// <param name="Code">Stable name.</param>
/// <param name="Item">Item of the document's list of what must not be.</param>
/// <param name="Measure">One of <see cref="BurdenMeasures"/>: what the thing measures, however it is worded.</param>
/// <param name="Exception">Whether the document leaves room for safety and emergency settings.</param>
/// <param name="Words">Chinese wordings that give it away.</param>
/// <param name="WordsEn">English wordings, matched as whole words.</param>
public sealed record BurdenRule(
    string Code, string Item, string Measure, bool Exception, string Forbids, string ForbidsEn, string Why, string WhyEn,
    IReadOnlyList<string> Words, IReadOnlyList<string> WordsEn);

/// <summary>The rules in force: data, with their source.</summary>
public sealed record BurdenRules(BurdenDocument Document, IReadOnlyList<string> Negations, IReadOnlyList<BurdenRule> Rules)
{
    /// <summary>Reads and checks <c>burden/rules.json</c> of the seed folder.</summary>
    /// <exception cref="SeedException">The file is missing or broken, or a known measure has no rule.</exception>
    public static BurdenRules Load(string seeds)
    {
        var path = Path.Combine(seeds, "burden", "rules.json");
        var rules = SeedFile.Read<BurdenRules>(path);
        for (var index = 0; index < rules.Rules.Count; index++)
        {
            var measure = rules.Rules[index].Measure;
            if (!BurdenMeasures.All.Contains(measure)) throw SeedFile.Wrong(path, $"rules[{index}].measure", $"unknown measure '{measure}'");
        }

        if (BurdenMeasures.All.Except(rules.Rules.Select(rule => rule.Measure)).FirstOrDefault() is { } without)
            throw SeedFile.Wrong(path, "rules", $"no rule for '{without}'");
        return rules;
    }
}

/// <summary>What a rule is about. A service says which of these a thing measures, so that no wording gets round the rule.</summary>
public static class BurdenMeasures
{
    /// <summary>Forced check-in.</summary>
    public const string CheckIn = nameof(CheckIn);

    /// <summary>Ranking of people.</summary>
    public const string PersonRanking = nameof(PersonRanking);

    /// <summary>Time online, activity.</summary>
    public const string OnlineTime = nameof(OnlineTime);

    /// <summary>Log-ins, installations, use.</summary>
    public const string LogIns = nameof(LogIns);

    /// <summary>Likes, votes, shares.</summary>
    public const string Likes = nameof(Likes);

    /// <summary>Minutes of learning.</summary>
    public const string LearningTime = nameof(LearningTime);

    /// <summary>Tracks and positions.</summary>
    public const string Tracks = nameof(Tracks);

    /// <summary>Photos and videos, by number.</summary>
    public const string Photos = nameof(Photos);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [CheckIn, PersonRanking, OnlineTime, LogIns, Likes, LearningTime, Tracks, Photos];
}
