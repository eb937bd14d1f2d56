using System.Text.Json.Nodes;

namespace Ronghe.ScoreVerifier;

/// <summary>From a figure to points, by the rule that stands in the snapshot.</summary>
internal static class Points
{
    internal static decimal Round(decimal value) => Math.Round(value, 4, MidpointRounding.AwayFromZero);

    internal static decimal? Of(JsonObject indicator, decimal? figure)
    {
        if (figure is not { } value) return null;
        var rule = indicator["rule"]!;
        decimal Rule(string name) => SnapshotCheck.Number(rule[name]) ?? throw new FormatException($"no {name}");
        return (string)indicator["kind"]! switch
        {
            "Linear" => Clamp((value - Rule("low")) * 100 / (Rule("high") - Rule("low")), 100),
            "Bands" => rule["bands"]!.AsArray().Where(band => value >= SnapshotCheck.Number(band!["from"])).Select(band => SnapshotCheck.Number(band!["points"])).LastOrDefault() ?? 0,
            "Ratio" => Clamp(value * 100, 100),
            "Deduction" => 100 - Clamp(value * Rule("each"), Rule("cap")),
            "Bonus" => Clamp(value * Rule("each"), Rule("cap")),
            "Veto" => value > 0 ? 1 : 0,
            "Rank" => Rank(value, [.. indicator["peers"]!.AsArray().Select(peer => SnapshotCheck.Number(peer)!.Value)], rule["lessIsBetter"] is not null),
            var other => throw new FormatException($"unknown kind {other}"),
        };
    }

    private static decimal? Rank(decimal value, List<decimal> peers, bool lessIsBetter)
    {
        if (peers.Count < 2) return null;
        var better = peers.Count(peer => lessIsBetter ? peer < value : peer > value);
        return Round(100m * (peers.Count - 1 - better) / (peers.Count - 1));
    }

    private static decimal Clamp(decimal points, decimal cap) => Round(Math.Min(Math.Max(points, 0), cap));
}
