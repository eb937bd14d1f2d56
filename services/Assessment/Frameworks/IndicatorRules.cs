using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Assessment.Frameworks;

/// <summary>What each kind of indicator needs to turn a figure into points.</summary>
internal static class IndicatorRules
{
    internal static Refusal? Check(PlacedIndicator indicator)
    {
        var content = indicator.Content;
        return content switch
        {
            { Kind: "Linear" } when content.Low is null || content.High is null || content.Low == content.High =>
                Wrong("线性指标要有不相等的起点 low 和满分点 high。", "Linear needs low and high, and they differ."),
            { Kind: "Bands" } when content.Bands is not { Count: > 0 } bands || !Ascending(bands) || bands.Any(band => band.Points is < 0 or > 100) =>
                Wrong("分档指标要有从低到高、互不相同的档，分值 0–100。", "Bands go from low to high, each once, with 0 to 100 points."),
            { Kind: "Ratio", Unit: not "1" } => Wrong("比率指标的单位是 1。", "The unit of a ratio is 1."),
            { Kind: "Rank", Formula: null } => Wrong("名次指标要有公式。", "Rank needs a formula."),
            { Kind: "Deduction" or "Bonus" } when content.Each is not > 0 || content.Cap is not (> 0 and <= 100) =>
                Wrong("加减分指标要有每单位分值 each（大于零）和上限 cap（不超过 100）。", "Deduction and Bonus need each (above zero) and cap (at most 100)."),
            { Kind: "Bonus", Formula: not null } =>
                Wrong("加分须由人提出、另一人批准，不能由公式自动给。", "A bonus is proposed by one person and approved by another, never given by a formula."),
            _ => null,
        };

        Refusal Wrong(string chinese, string english) => FrameworkRules.At("indicator-incomplete", indicator.Path, chinese, english);
    }

    private static bool Ascending(IReadOnlyList<Band> bands) => bands.Zip(bands.Skip(1)).All(pair => pair.First.From < pair.Second.From);
}
