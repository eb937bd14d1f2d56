using System.Globalization;
using Ronghe.Assessment.Formulas;
using Ronghe.Assessment.Series;
using Ronghe.ServiceDefaults.Burden;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Assessment.Frameworks;

/// <summary>What a framework must be before it is saved. Each rule names the place that breaks it.</summary>
internal sealed class FrameworkRules(SeriesCatalogue series, BurdenGuard burden)
{
    internal Refusal? Check(FrameworkContent content, string savedBy, out IReadOnlyList<BurdenExemption> exemptions)
    {
        exemptions = [];
        if (Tree(content) is { } tree) return tree;
        var found = new List<BurdenExemption>();
        var indicators = FrameworkTree.Indicators(content).ToList();
        foreach (var indicator in indicators)
        {
            if (Burden(content, indicator, savedBy, found) is { } forbidden) return forbidden;
            if (IndicatorRules.Check(indicator) is { } wrong) return wrong;
            if (Formula(content, indicator) is { } broken) return broken;
        }

        exemptions = found;
        return OverlapGuard.Check(indicators, series);
    }

    internal CompiledFormula Compile(PlacedIndicator indicator) =>
        CompiledFormula.Compile(indicator.Content.Formula!, series.Facts, Unit.Parse(indicator.Content.Unit!)).Formula!;

    private static Refusal? Tree(FrameworkContent content)
    {
        foreach (var (path, nodes) in FrameworkTree.Siblings(content.Nodes!))
        {
            if (path.Split('/').Length >= FrameworkTree.MostLevels)
                return At("framework-too-deep", path, $"指标体系最多 {FrameworkTree.MostLevels} 层。", $"At most {FrameworkTree.MostLevels} levels.");
            if (nodes.GroupBy(node => node.Code).FirstOrDefault(same => same.Count() > 1) is { } twice)
                return At("framework-code-twice", path, $"“{twice.Key}”出现两次。", $"'{twice.Key}' is there twice.");
            foreach (var node in nodes)
            {
                var place = FrameworkTree.Join(path, node);
                if (node.Code is null or "" || node.Name is null or "" || node.NameEn is null or "" || node.Code.Contains('/'))
                    return At("framework-node-incomplete", place, "编码、中文名、英文名都要填，编码不含斜杠。", "Code, name and English name are needed; no slash in the code.");
                if ((node.Nodes is { Count: > 0 }) == (node.Indicator is not null))
                    return At("framework-node-incomplete", place, "要么有下级，要么有指标，二者必居其一。", "A node has either nodes below it or an indicator.");
                if (node.Weight < 0 || decimal.Round(node.Weight, 2) != node.Weight)
                    return At("framework-weight", place, "权重不能为负，最多两位小数。", "A weight is not negative and has at most two decimals.");
                if (node.Indicator is { Kind: "Bonus" or "Veto" } && node.Weight != 0)
                    return At("framework-weight", place, "加分项和一票否决项不占权重，请填 0。", "Bonus and Veto stand beside the weighing: weight 0.");
            }

            var sum = nodes.Sum(node => node.Weight);
            if (sum != 100 && !(sum == 0 && nodes.All(IsBeside)))
            {
                var text = sum.ToString("0.##", CultureInfo.InvariantCulture);
                return At("framework-weights-not-100", path, $"同级权重之和应为 100，现在是 {text}。", $"Weights of siblings must sum to 100; they sum to {text}.");
            }
        }

        return FrameworkTree.Indicators(content).Count() > FrameworkTree.MostIndicators
            ? At("framework-too-large", "", $"最多 {FrameworkTree.MostIndicators} 个指标。", $"At most {FrameworkTree.MostIndicators} indicators.")
            : null;
    }

    private static bool IsBeside(FrameworkNode node) => node.Indicator is { Kind: "Bonus" or "Veto" } || (node.Nodes?.All(IsBeside) ?? false);

    private Refusal? Burden(FrameworkContent content, PlacedIndicator indicator, string savedBy, List<BurdenExemption> found)
    {
        var (node, rule) = (indicator.Node, indicator.Content);
        // A rank among people is a leaderboard whatever it is called; among units of like kind it is a method.
        string[] measures = rule.Kind == "Rank" && content.SubjectKind == "Person" ? [BurdenMeasures.PersonRanking] : [];
        var question = new BurdenQuestion("indicator", $"{content.Code}:{indicator.Path}",
            [("code", node.Code), ("name", node.Name), ("nameEn", node.NameEn), ("evidence", node.Evidence), ("formula", rule.Formula)], measures);
        var refusal = burden.Check(question, rule.Exception, savedBy, out var exemptions);
        found.AddRange(exemptions);
        return refusal is null ? null : Named(refusal, indicator.Path);
    }

    private Refusal? Formula(FrameworkContent content, PlacedIndicator indicator)
    {
        if (Unit.Parse(indicator.Content.Unit!) is not { } unit)
            return At("unit-unknown", indicator.Path, $"没有“{indicator.Content.Unit}”这个单位。", $"There is no unit '{indicator.Content.Unit}'.");
        if (indicator.Content.Formula is not { } text) return null;
        var (formula, error) = CompiledFormula.Compile(text, series.Facts, unit);
        if (formula is null) return Named(error!.ToRefusal(text), indicator.Path);
        var foreign = content.SubjectKind == "Unit" ? null : formula.Aggregates.FirstOrDefault(read => series.Find(read.Series)!.IsFigure || read.Scope == "subtree");
        return foreign is null
            ? null
            : At("series-not-for-subject", indicator.Path, $"{foreign.Text} 是单位数据，不能用于支部或个人。", $"{foreign.Text} is a unit's figure: not for branches or people.");
    }

    internal static Refusal At(string type, string place, string chinese, string english) => new(
        type, $"“{(place.Length == 0 ? "顶层" : place)}”：{chinese}", $"'{(place.Length == 0 ? "top level" : place)}': {english}", StatusCodes.Status422UnprocessableEntity)
    {
        Details = new Dictionary<string, object?> { ["place"] = place },
    };

    internal static Refusal Named(Refusal refusal, string place) => refusal with
    {
        Chinese = $"指标“{place}”：{refusal.Chinese}",
        English = $"Indicator '{place}': {refusal.English}",
        Details = new Dictionary<string, object?>(refusal.Details ?? new Dictionary<string, object?>()) { ["place"] = place },
    };
}
