using System.Globalization;

namespace Ronghe.Assessment.Formulas;

/// <summary>A unit of measure: symbols with exponents. Two quantities can be added only when their units are the same.</summary>
internal sealed record Unit
{
    private readonly SortedDictionary<string, int> powers = new(StringComparer.Ordinal);

    private Unit(IEnumerable<(string Symbol, int Power)> powers)
    {
        foreach (var (symbol, power) in powers) this.powers[symbol] = this.powers.GetValueOrDefault(symbol) + power;
        foreach (var symbol in this.powers.Where(pair => pair.Value == 0).Select(pair => pair.Key).ToList()) this.powers.Remove(symbol);
        Text = Write();
    }

    internal static Unit None { get; } = new([]);

    internal static Unit Points { get; } = new([("points", 1)]);

    internal static Unit Items { get; } = new([("item", 1)]);

    /// <summary>Canonical: symbols in order, such as <c>CNY/ha</c>; <c>1</c> for a plain number.</summary>
    internal string Text { get; }

    public bool Equals(Unit? other) => other is not null && other.Text == Text;

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;

    internal Unit Times(Unit other) => new(Pairs().Concat(other.Pairs()));

    internal Unit Over(Unit other) => new(Pairs().Concat(other.Pairs().Select(pair => (pair.Symbol, -pair.Power))));

    /// <summary>Reads <c>ha</c>, <c>公顷</c>, <c>CNY/ha</c>, <c>m3*km</c> or <c>1</c>; null when a symbol is not known.</summary>
    internal static Unit? Parse(string text)
    {
        var unit = None;
        var over = false;
        foreach (var part in text.Replace("*", "*\u0001", StringComparison.Ordinal).Replace("/", "*\u0002", StringComparison.Ordinal).Split('*'))
        {
            if (part.StartsWith('\u0002')) over = true;
            var name = part.Trim('\u0001', '\u0002', ' ');
            if (name == "1") continue;
            if (KnownUnits.SymbolOf(name) is not { } symbol) return null;
            var single = new Unit([(symbol, 1)]);
            unit = over ? unit.Over(single) : unit.Times(single);
        }

        return unit;
    }

    /// <summary>How many of <paramref name="target"/> one of this is; null when they measure different things.</summary>
    internal (decimal Times, decimal Over)? FactorTo(Unit target)
    {
        if (Single() is not { } from || target.Single() is not { } to) return null;
        var (a, b) = (KnownUnits.Of(from), KnownUnits.Of(to));
        return a.Dimension == b.Dimension ? (a.Scale, b.Scale) : null;
    }

    private string? Single() => powers is { Count: 1 } && powers.First() is { Value: 1 } only ? only.Key : null;

    private IEnumerable<(string Symbol, int Power)> Pairs() => powers.Select(pair => (pair.Key, pair.Value));

    private string Write()
    {
        var above = string.Join('*', powers.Where(pair => pair.Value > 0).Select(pair => Power(pair.Key, pair.Value)));
        var below = string.Concat(powers.Where(pair => pair.Value < 0).Select(pair => "/" + Power(pair.Key, -pair.Value)));
        return (above.Length == 0 ? "1" : above) + below;
    }

    private static string Power(string symbol, int power) =>
        power == 1 ? symbol : string.Join('*', Enumerable.Repeat(symbol, power)).ToString(CultureInfo.InvariantCulture);
}

/// <summary>The units that formulas and series know. Scales within a dimension are exact decimals.</summary>
internal static class KnownUnits
{
    private static readonly (string Symbol, string Chinese, string Dimension, decimal Scale)[] All =
    [
        ("ha", "公顷", "area", 15m), ("mu", "亩", "area", 1m), ("m2", "平方米", "area", 0.0015m), ("km2", "平方公里", "area", 1500m),
        ("CNY", "元", "money", 1m), ("wanCNY", "万元", "money", 10_000m),
        ("min", "分钟", "time", 1m), ("h", "小时", "time", 60m), ("day", "天", "time", 1440m),
        ("kg", "公斤", "mass", 1m), ("t", "吨", "mass", 1000m),
        ("m", "米", "length", 1m), ("km", "公里", "length", 1000m),
        ("m3", "立方米", "volume", 1m), ("person", "人", "person", 1m), ("item", "件", "item", 1m), ("points", "分", "points", 1m),
    ];

    private static readonly Dictionary<string, string> Symbols = All.SelectMany(unit => new[] { (unit.Symbol, unit.Symbol), (unit.Chinese, unit.Symbol) })
        .Concat([("次", "item"), ("项", "item"), ("个", "item"), ("处", "item"), ("株", "item")])
        .ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);

    internal static string? SymbolOf(string name) => Symbols.GetValueOrDefault(name);

    internal static (string Dimension, decimal Scale) Of(string symbol) =>
        All.Where(unit => unit.Symbol == symbol).Select(unit => (unit.Dimension, unit.Scale)).Single();
}
