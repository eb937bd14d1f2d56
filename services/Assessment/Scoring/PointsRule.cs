using Ronghe.Assessment.Frameworks;

namespace Ronghe.Assessment.Scoring;

/// <summary>Turns a figure into points from 0 to 100 (Bonus: 0 to its cap; Veto: 1 when it strikes).</summary>
internal static class PointsRule
{
    /// <param name="figure">Null when data is missing: then there are no points, which is not zero points.</param>
    /// <param name="peers">Figures of all peers including this one, for Rank; peers whose data is missing take no place.</param>
    internal static decimal? Of(IndicatorContent rule, decimal? figure, IReadOnlyList<decimal> peers) => figure is not { } value ? null : rule.Kind switch
    {
        "Linear" => Clamped((value - rule.Low!.Value) * 100 / (rule.High!.Value - rule.Low.Value), 100),
        "Bands" => rule.Bands!.LastOrDefault(band => value >= band.From)?.Points ?? 0,
        "Ratio" => Clamped(value * 100, 100),
        "Rank" => Rank(value, peers, rule.LessIsBetter),
        "Deduction" => 100 - Clamped(value * rule.Each!.Value, rule.Cap!.Value),
        "Bonus" => Clamped(value * rule.Each!.Value, rule.Cap!.Value),
        "Veto" => value > 0 ? 1 : 0,
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule.Kind, "Not a kind of indicator."),
    };

    // Equal figures share a place. First of n is 100, last is 0; alone there is nobody to compare with.
    private static decimal? Rank(decimal value, IReadOnlyList<decimal> peers, bool lessIsBetter)
    {
        if (peers.Count < 2) return null;
        var better = peers.Count(peer => lessIsBetter ? peer < value : peer > value);
        return Rounding.Points(100m * (peers.Count - 1 - better) / (peers.Count - 1));
    }

    private static decimal Clamped(decimal points, decimal cap) => Rounding.Points(Math.Clamp(points, 0, cap));
}
