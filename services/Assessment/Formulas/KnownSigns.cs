namespace Ronghe.Assessment.Formulas;

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
