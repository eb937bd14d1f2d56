namespace Ronghe.ScoreVerifier;

/// <summary>Units as powers of symbols, and the scales within a dimension.</summary>
internal static class Units
{
    private static readonly Dictionary<string, decimal> Scales = new(StringComparer.Ordinal)
    {
        ["ha"] = 15m, ["mu"] = 1m, ["m2"] = 0.0015m, ["km2"] = 1500m, ["CNY"] = 1m, ["wanCNY"] = 10_000m, ["min"] = 1m, ["h"] = 60m, ["day"] = 1440m,
        ["kg"] = 1m, ["t"] = 1000m, ["m"] = 1m, ["km"] = 1000m, ["m3"] = 1m, ["person"] = 1m, ["item"] = 1m, ["points"] = 1m,
    };

    internal static decimal Scale(string symbol) => Scales.TryGetValue(symbol, out var scale) ? scale : throw new FormatException($"unknown unit {symbol}");

    internal static IReadOnlyDictionary<string, int> Parse(string text)
    {
        IReadOnlyDictionary<string, int> unit = new Dictionary<string, int>();
        var sides = text.Split('/');
        for (var side = 0; side < sides.Length; side++)
        {
            foreach (var symbol in sides[side].Split('*').Where(symbol => symbol != "1"))
                unit = Combine(unit, new Dictionary<string, int> { [symbol] = 1 }, side == 0 ? 1 : -1);
        }

        return unit;
    }

    internal static IReadOnlyDictionary<string, int> Combine(IReadOnlyDictionary<string, int> left, IReadOnlyDictionary<string, int> right, int times)
    {
        var unit = new Dictionary<string, int>(left);
        foreach (var (symbol, power) in right) unit[symbol] = unit.GetValueOrDefault(symbol) + (times * power);
        return unit.Where(pair => pair.Value != 0).ToDictionary(pair => pair.Key, pair => pair.Value);
    }
}
