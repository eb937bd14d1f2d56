using System.Globalization;

namespace Ronghe.ScoreVerifier;

/// <summary>A value with its unit, as powers of symbols; conditions are 1 and 0 without a unit.</summary>
internal sealed record Quantity(decimal? Value, IReadOnlyDictionary<string, int> Unit);

/// <summary>Reads and computes a formula by recursive descent: or, and, not, comparison, sum, product, sign, primary.</summary>
internal sealed class FormulaReader
{
    private static readonly Dictionary<string, int> Plain = [];
    private static readonly string[] Reads = ["sum", "count", "avg", "min", "max", "last"];
    private readonly List<string> tokens;
    private readonly IReadOnlyDictionary<string, (decimal? Value, string Unit)> reads;
    private int at;

    private FormulaReader(string text, IReadOnlyDictionary<string, (decimal? Value, string Unit)> reads) => (tokens, this.reads) = (Tokens(text), reads);

    internal static decimal? Evaluate(string text, IReadOnlyDictionary<string, (decimal? Value, string Unit)> reads)
    {
        var reader = new FormulaReader(text, reads);
        var result = reader.Or();
        return reader.at == reader.tokens.Count ? result.Value : throw new FormatException($"formula: '{reader.tokens[reader.at]}'");
    }

    private string? Next => at < tokens.Count ? tokens[at] : null;

    private Quantity Or()
    {
        var left = And();
        while (Take("or")) left = Both(left, And(), Math.Max, Plain);
        return left;
    }

    private Quantity And()
    {
        var left = Not();
        while (Take("and")) left = Both(left, Not(), Math.Min, Plain);
        return left;
    }

    private Quantity Not()
    {
        if (!Take("not")) return Compare();
        var inner = Not();
        return inner with { Value = 1 - inner.Value };
    }

    private Quantity Compare()
    {
        var left = Sum();
        if (Next is not ("<" or "<=" or ">" or ">=" or "==" or "!=")) return left;
        var comparison = tokens[at++];
        return Both(left, Sum(), (a, b) => comparison switch
        {
            "<" => a < b,
            "<=" => a <= b,
            ">" => a > b,
            ">=" => a >= b,
            "==" => a == b,
            _ => a != b,
        } ? 1 : 0, Plain);
    }

    private Quantity Sum()
    {
        var left = Product();
        while (Next is "+" or "-") left = tokens[at++] == "+" ? Both(left, Product(), (a, b) => a + b, left.Unit) : Both(left, Product(), (a, b) => a - b, left.Unit);
        return left;
    }

    private Quantity Product()
    {
        var left = Sign();
        while (Next is "*" or "/")
        {
            var times = tokens[at++] == "*";
            var right = Sign();
            left = Both(left, right, (a, b) => times ? a * b : a / b, Units.Combine(left.Unit, right.Unit, times ? 1 : -1));
        }

        return left;
    }

    private Quantity Sign()
    {
        if (!Take("-")) return Primary();
        var inner = Sign();
        return inner with { Value = -inner.Value };
    }

    private Quantity Primary()
    {
        var token = Next ?? throw new FormatException("formula: unfinished");
        at++;
        if (token == "(") return Closed(Or());
        if (token == "if") return If();
        if (char.IsAsciiDigit(token[0]) || token[0] == '.') return Number(token);
        Need("(");
        if (Reads.Contains(token) && IsName(Next!) && tokens[at + 1] is "," or ")") return Read(token);
        var arguments = new List<Quantity>();
        var target = "";
        do
        {
            if (token == "to" && arguments.Count == 1) target = tokens[at++];
            else arguments.Add(Or());
        }
        while (Take(","));
        Need(")");
        return Call(token, arguments, target);
    }

    private Quantity If()
    {
        var condition = Or();
        Need("then");
        var then = Or();
        Need("else");
        var otherwise = Or();
        return condition.Value is null ? then with { Value = null } : condition.Value == 0 ? otherwise : then;
    }

    private Quantity Read(string function)
    {
        var (series, window, scope) = (tokens[at++], "cycle", "own");
        while (Take(","))
        {
            if (tokens[at] is "own" or "subtree") scope = tokens[at++];
            else window = tokens[at++];
        }

        Need(")");
        var (value, unit) = reads[$"{function}({series}, {window}, {scope})"];
        return new(value, Units.Parse(unit));
    }

    private static Quantity Call(string name, List<Quantity> arguments, string target) => (name, arguments) switch
    {
        ("min", _) => arguments.Aggregate((a, b) => Both(a, b, Math.Min, a.Unit)),
        ("max", _) => arguments.Aggregate((a, b) => Both(a, b, Math.Max, a.Unit)),
        ("abs", [var a]) => a with { Value = a.Value is { } value ? Math.Abs(value) : null },
        ("clamp", [var a, var low, var high]) => Both(Both(a, low, Math.Max, a.Unit), high, Math.Min, a.Unit),
        ("round", [var a, var digits]) => a with { Value = a.Value is { } value ? Math.Round(value, (int)digits.Value!, MidpointRounding.AwayFromZero) : null },
        ("to", [var a]) => new(a.Value * Units.Scale(a.Unit.Single().Key) / Units.Scale(target), Units.Parse(target)),
        _ => throw new FormatException($"formula: unknown {name}"),
    };

    private Quantity Number(string token)
    {
        var unit = Next is { } word && IsName(word) && word is not ("and" or "or" or "not" or "if" or "then" or "else") ? Units.Parse(tokens[at++]) : Plain;
        return new(decimal.Parse(token, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture), unit);
    }

    private Quantity Closed(Quantity inner)
    {
        Need(")");
        return inner;
    }

    private static Quantity Both(Quantity a, Quantity b, Func<decimal, decimal, decimal> combine, IReadOnlyDictionary<string, int> unit) =>
        new(a.Value is { } left && b.Value is { } right ? combine(left, right) : null, unit);

    private bool Take(string token)
    {
        if (Next != token) return false;
        at++;
        return true;
    }

    private void Need(string token)
    {
        if (!Take(token)) throw new FormatException($"formula: '{token}' is missing");
    }

    private static bool IsName(string token) => char.IsLetter(token[0]) || token[0] == '_';

    private static List<string> Tokens(string text)
    {
        var tokens = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var end = at + 1;
            if (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '.') while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '_' or '.')) end++;
            else if (end < text.Length && text[end] == '=' && text[at] is '<' or '>' or '=' or '!') end++;
            tokens.Add(text[at..end]);
            at = end;
        }

        return tokens;
    }
}
