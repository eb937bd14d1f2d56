using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.ServiceDefaults.Burden;

/// <summary>What is about to be asked of people.</summary>
/// <param name="Kind">indicator, form or push.</param>
/// <param name="Code">Its name in the service; listed with an exception.</param>
/// <param name="Texts">What people will read, and names behind it, each with the field that it came from.</param>
/// <param name="Measures">What it measures by construction, of <see cref="BurdenMeasures"/>; empty when none of them.</param>
public sealed record BurdenQuestion(
    string Kind, string Code, IReadOnlyList<(string Field, string? Text)> Texts, IReadOnlyList<string> Measures);

/// <summary>A claim that this is a safety or emergency setting.</summary>
/// <param name="Scene">Safety (安保) or Emergency (应急).</param>
/// <param name="Name">What it is called, at least four characters: it is listed publicly.</param>
/// <param name="Reason">Why it cannot be done otherwise; listed publicly.</param>
/// <param name="Until">Last day; at most a year ahead.</param>
public sealed record SafetyClaim(string Scene, string Name, string Reason, DateOnly Until);

/// <summary>Where a rule was hit.</summary>
/// <param name="Found">The words, or the measure.</param>
public sealed record BurdenFinding(BurdenRule Rule, string Field, string Found);

/// <summary>Refuses what 国办函〔2026〕12号 forbids, and says which rule and why.</summary>
public sealed class BurdenGuard(BurdenRules rules, TimeProvider clock)
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);
    private readonly BurdenWords words = new(rules);

    /// <summary>The rules that it holds.</summary>
    public BurdenRules Rules { get; } = rules;

    /// <summary>Every rule that is hit, in the order of the rules; each once.</summary>
    public IReadOnlyList<BurdenFinding> Find(BurdenQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        return [.. Rules.Rules.Select(rule => Find(rule, question)).OfType<BurdenFinding>()];
    }

    /// <summary>
    /// Null when it may be asked. <paramref name="exceptions"/> are then the exceptions that it rests on, to be saved with it;
    /// empty when it needs none.
    /// </summary>
    public Refusal? Check(BurdenQuestion question, SafetyClaim? claim, string claimedBy, out IReadOnlyList<BurdenExemption> exceptions)
    {
        exceptions = [];
        var findings = Find(question);
        if (findings.Count == 0) return null;
        if (claim is null) return Forbidden(findings[0], claimable: findings.All(finding => finding.Rule.Exception));
        if (findings.FirstOrDefault(finding => !finding.Rule.Exception) is { } absolute) return Forbidden(absolute, claimable: false);
        var now = clock.GetUtcNow();
        if (Wrong(claim, DateOnly.FromDateTime(now.ToOffset(China).Date)) is { } wrong) return wrong;
        exceptions = [.. findings.Select(finding => BurdenExemption.Of(question, finding.Rule, claim, claimedBy, now))];
        return null;
    }

    private BurdenFinding? Find(BurdenRule rule, BurdenQuestion question)
    {
        if (question.Measures.Contains(rule.Measure)) return new BurdenFinding(rule, "measures", rule.Measure);
        foreach (var (field, text) in question.Texts)
        {
            if (text is not null && words.FirstOf(rule, text) is { } found) return new BurdenFinding(rule, field, found);
        }

        return null;
    }

    private Refusal Forbidden(BurdenFinding finding, bool claimable)
    {
        var (rule, document) = (finding.Rule, Rules.Document);
        return new Refusal(
            "burden-forbidden",
            $"《{document.Title}》（{document.Number}）{rule.Item}禁止{rule.Forbids}：“{finding.Found}”。{rule.Why}"
                + (claimable ? "确属安保、应急场景的，请写明场景、名称、理由和期限，并将对外公布。" : ""),
            $"{document.Number} {rule.Item} forbids {rule.ForbidsEn}: \"{finding.Found}\". {rule.WhyEn}"
                + (claimable ? " If this is a safety or emergency setting, claim it with scene, name, reason and last day; it will be listed publicly." : ""))
        {
            Details = new Dictionary<string, object?>
            {
                ["rule"] = rule.Code,
                ["citation"] = $"{document.Number}{rule.Item}",
                ["field"] = finding.Field,
                ["found"] = finding.Found,
                ["exceptionPossible"] = claimable,
            },
        };
    }

    private static Refusal? Wrong(SafetyClaim claim, DateOnly today) => claim switch
    {
        { Scene: not ("Safety" or "Emergency") } => Bad("scene", "场景只能是安保（Safety）或应急（Emergency）。", "The scene is Safety or Emergency."),
        { Name: var name } when name.Trim().Length < 4 => Bad("name", "请写明场景名称（至少四个字）。", "Name the setting in at least four characters."),
        { Reason: var reason } when reason.Trim().Length < 10 => Bad("reason", "请写明为什么非此不可（至少十个字）。", "Say in at least ten characters why it cannot be done otherwise."),
        { Until: var until } when until < today || until > today.AddYears(1) => Bad("until", "期限须在今天之后、一年之内。", "The last day is today or later and at most a year ahead."),
        _ => null,
    };

    private static Refusal Bad(string field, string chinese, string english) => new("burden-exception-incomplete", chinese, english)
    {
        Details = new Dictionary<string, object?> { ["field"] = field },
    };
}
