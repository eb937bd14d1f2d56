namespace Ronghe.Assessment.Formulas;

/// <summary>Which signs a value can have, known before it is computed: a divisor that can be zero is refused when it is saved.</summary>
[Flags]
internal enum Sign
{
    None = 0,
    Negative = 1,
    Zero = 2,
    Positive = 4,
    Any = Negative | Zero | Positive,
}

internal static class Signs
{
    private static readonly Sign[] Each = [Sign.Negative, Sign.Zero, Sign.Positive];

    internal static Sign Of(decimal value) => value < 0 ? Sign.Negative : value == 0 ? Sign.Zero : Sign.Positive;

    internal static Sign Negate(this Sign sign) => Map(sign, one => one switch { Sign.Negative => Sign.Positive, Sign.Positive => Sign.Negative, _ => one });

    internal static Sign Abs(this Sign sign) => Map(sign, one => one == Sign.Negative ? Sign.Positive : one);

    internal static Sign Plus(this Sign left, Sign right) => Pairs(left, right, (a, b) =>
        a == Sign.Zero ? b : b == Sign.Zero || a == b ? a : Sign.Any);

    internal static Sign Times(this Sign left, Sign right) => Pairs(left, right, (a, b) =>
        a == Sign.Zero || b == Sign.Zero ? Sign.Zero : a == b ? Sign.Positive : Sign.Negative);

    internal static Sign Larger(Sign left, Sign right) => Pairs(left, right, (a, b) => a > b ? a : b);

    internal static Sign Smaller(Sign left, Sign right) => Pairs(left, right, (a, b) => a < b ? a : b);

    /// <summary>What a comparison with a number says about the other side when it holds.</summary>
    internal static Sign Compared(string comparison, decimal with) => comparison switch
    {
        ">" => with >= 0 ? Sign.Positive : Sign.Any,
        ">=" => with > 0 ? Sign.Positive : with == 0 ? Sign.Zero | Sign.Positive : Sign.Any,
        "<" => with <= 0 ? Sign.Negative : Sign.Any,
        "<=" => with < 0 ? Sign.Negative : with == 0 ? Sign.Zero | Sign.Negative : Sign.Any,
        "==" => Of(with),
        "!=" => with == 0 ? Sign.Negative | Sign.Positive : Sign.Any,
        _ => Sign.Any,
    };

    private static Sign Map(Sign sign, Func<Sign, Sign> map) =>
        Each.Where(one => sign.HasFlag(one)).Aggregate(Sign.None, (all, one) => all | map(one));

    private static Sign Pairs(Sign left, Sign right, Func<Sign, Sign, Sign> combine) =>
        Each.Where(one => left.HasFlag(one)).Aggregate(Sign.None, (all, a) => all | Map(right, b => combine(a, b)));
}

/// <summary>What the conditions around a part say about signs, such as x > 0 within <c>if x > 0 then … else …</c>.</summary>
internal sealed class KnownSigns
{
    private readonly Stack<(string Canonical, Sign Sign)> facts = [];

    internal Sign? Of(Node node)
    {
        var canonical = node.Canonical;
        return facts.Where(fact => fact.Canonical == canonical).Select(fact => (Sign?)fact.Sign)
            .Aggregate((Sign?)null, (all, sign) => all is null ? sign : all & sign);
    }

    internal Checked While(Node condition, bool holds, Func<Checked> check)
    {
        var before = facts.Count;
        Learn(condition, holds);
        var result = check();
        while (facts.Count > before) facts.Pop();
        return result;
    }

    private void Learn(Node condition, bool holds)
    {
        switch (condition)
        {
            case UnaryNode { Operator: "not" } negated:
                Learn(negated.Operand, !holds);
                break;
            case BinaryNode { Operator: "and" } both when holds:
                Learn(both.Left, true);
                Learn(both.Right, true);
                break;
            case BinaryNode { Operator: "or" } either when !holds:
                Learn(either.Left, false);
                Learn(either.Right, false);
                break;
            case BinaryNode comparison when Opposite(comparison.Operator) is { } opposite:
                var relation = holds ? comparison.Operator : opposite;
                if (comparison.Right is NumberNode right) Keep(comparison.Left, Signs.Compared(relation, right.Value));
                if (comparison.Left is NumberNode left) Keep(comparison.Right, Signs.Compared(Mirrored(relation), left.Value));
                break;
        }
    }

    private void Keep(Node node, Sign sign) => facts.Push((node.Canonical, sign));

    private static string? Opposite(string comparison) => comparison switch
    {
        "<" => ">=",
        "<=" => ">",
        ">" => "<=",
        ">=" => "<",
        "==" => "!=",
        "!=" => "==",
        _ => null,
    };

    private static string Mirrored(string comparison) => comparison switch
    {
        "<" => ">",
        "<=" => ">=",
        ">" => "<",
        ">=" => "<=",
        _ => comparison,
    };
}
