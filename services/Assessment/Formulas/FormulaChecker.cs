namespace Ronghe.Assessment.Formulas;

/// <summary>A checked part: its unit (null for a condition), the signs that it can have, and how to compute it.</summary>
internal sealed record Checked(Unit? Unit, Sign Sign, Evaluation Evaluate);

/// <summary>Gives every part a unit and a sign, and turns it into code. Conditions are 1 and 0 inside.</summary>
internal sealed class FormulaChecker(Func<string, SeriesFacts?> series)
{
    private const int MostNodes = 200;
    private const int MostAggregates = 16;

    private readonly List<Aggregate> aggregates = [];
    private readonly KnownSigns known = new();
    private int nodes;

    internal IReadOnlyList<Aggregate> Aggregates => aggregates;

    internal Checked CheckWhole(Node node) => Number(node);

    internal Checked Number(Node node)
    {
        var result = Check(node);
        if (result.Unit is null) throw FormulaErrors.NeedsNumber(node.At);
        return known.Of(node) is { } sign ? result with { Sign = result.Sign & sign } : result;
    }

    private Checked Condition(Node node)
    {
        var result = Check(node);
        return result.Unit is null ? result : throw FormulaErrors.NeedsCondition(node.At);
    }

    private Checked Check(Node node)
    {
        if (++nodes > MostNodes) throw FormulaErrors.TooCostly(node.At, $"公式超过 {MostNodes} 个部分。", $"More than {MostNodes} parts.");
        return node switch
        {
            NumberNode number => Literal(number),
            NameNode name => throw (series(name.Name) is null ? FormulaErrors.UnknownName(name.At, name.Name) : FormulaErrors.BareSeries(name.At, name.Name)),
            UnaryNode { Operator: "not" } negated => Not(Condition(negated.Operand)),
            UnaryNode minus => Minus(Number(minus.Operand)),
            BinaryNode { Operator: "and" or "or" } logic => Logic(logic),
            BinaryNode { Operator: "+" or "-" or "*" or "/" } arithmetic => Arithmetic(arithmetic),
            BinaryNode comparison => Compare(comparison),
            IfNode choice => Choose(choice),
            CallNode call when Aggregate.Functions.Contains(call.Name) && call.Arguments[0] is NameNode => Read(call),
            CallNode call => FormulaFunctions.Check(call, this),
            _ => throw new ArgumentOutOfRangeException(nameof(node), node, "Not a part of a formula."),
        };
    }

    private static Checked Literal(NumberNode number)
    {
        var unit = number.UnitName is null ? Unit.None : Unit.Parse(number.UnitName) ?? throw FormulaErrors.UnknownUnit(number.At, number.UnitName);
        return new(unit, Signs.Of(number.Value), _ => number.Value);
    }

    private static Checked Not(Checked operand) => new(null, Sign.Any, read => operand.Evaluate(read) is { } value ? 1 - value : null);

    private static Checked Minus(Checked operand) => new(operand.Unit, operand.Sign.Negate(), read => -operand.Evaluate(read));

    private Checked Logic(BinaryNode node)
    {
        var (left, right) = (Condition(node.Left), Condition(node.Right));
        return node.Operator == "and"
            ? new(null, Sign.Any, read => left.Evaluate(read) * right.Evaluate(read))
            : new(null, Sign.Any, read => left.Evaluate(read) is { } a && right.Evaluate(read) is { } b ? Math.Max(a, b) : null);
    }

    private Checked Arithmetic(BinaryNode node)
    {
        var (left, right) = (Number(node.Left), Number(node.Right));
        if (node.Operator is "+" or "-" && left.Unit != right.Unit) throw FormulaErrors.Differ(node.At, left.Unit!, right.Unit!);
        if (node.Operator == "/" && right.Sign.HasFlag(Sign.Zero)) throw FormulaErrors.MayBeZero(node.At);
        return node.Operator switch
        {
            "+" => new(left.Unit, left.Sign.Plus(right.Sign), read => left.Evaluate(read) + right.Evaluate(read)),
            "-" => new(left.Unit, left.Sign.Plus(right.Sign.Negate()), read => left.Evaluate(read) - right.Evaluate(read)),
            "*" => new(left.Unit!.Times(right.Unit!), left.Sign.Times(right.Sign), read => left.Evaluate(read) * right.Evaluate(read)),
            _ => new(left.Unit!.Over(right.Unit!), left.Sign.Times(right.Sign), read => left.Evaluate(read) / right.Evaluate(read)),
        };
    }

    private Checked Compare(BinaryNode node)
    {
        var (left, right) = (Number(node.Left), Number(node.Right));
        if (left.Unit != right.Unit) throw FormulaErrors.Differ(node.At, left.Unit!, right.Unit!);
        Func<decimal, decimal, bool> holds = node.Operator switch
        {
            "<" => (a, b) => a < b,
            "<=" => (a, b) => a <= b,
            ">" => (a, b) => a > b,
            ">=" => (a, b) => a >= b,
            "==" => (a, b) => a == b,
            _ => (a, b) => a != b,
        };
        return new(null, Sign.Any, read => left.Evaluate(read) is { } a && right.Evaluate(read) is { } b ? holds(a, b) ? 1 : 0 : null);
    }

    // Only the chosen side is computed: what the condition says about a divisor holds there.
    private Checked Choose(IfNode node)
    {
        var condition = Condition(node.Condition);
        var then = known.While(node.Condition, true, () => Number(node.Then));
        var otherwise = known.While(node.Condition, false, () => Number(node.Else));
        if (then.Unit != otherwise.Unit) throw FormulaErrors.Differ(node.Else.At, then.Unit!, otherwise.Unit!);
        return new(then.Unit, then.Sign | otherwise.Sign, read => condition.Evaluate(read) switch
        {
            null => null,
            0 => otherwise.Evaluate(read),
            _ => then.Evaluate(read),
        });
    }

    private Checked Read(CallNode call)
    {
        var usage = $"{call.Name}({((NameNode)call.Arguments[0]).Name}, {string.Join('|', Aggregate.Windows)}, {string.Join('|', Aggregate.Scopes)})";
        var name = (NameNode)call.Arguments[0];
        if (series(name.Name) is not { } facts) throw FormulaErrors.UnknownName(name.At, name.Name);
        var (window, scope) = ("cycle", "own");
        foreach (var argument in call.Arguments.Skip(1))
        {
            if (argument is NameNode { Name: var word } && Aggregate.Windows.Contains(word)) window = word;
            else if (argument is NameNode { Name: var other } && Aggregate.Scopes.Contains(other)) scope = other;
            else throw FormulaErrors.WrongArguments(argument.At, usage);
        }

        var aggregate = new Aggregate(call.Name, facts.Code, window, scope);
        var index = aggregates.IndexOf(aggregate);
        if (index < 0)
        {
            (index, _) = (aggregates.Count, 0);
            aggregates.Add(aggregate);
            if (aggregates.Count > MostAggregates)
                throw FormulaErrors.TooCostly(call.At, $"公式最多读取 {MostAggregates} 个数。", $"A formula reads at most {MostAggregates} figures.");
        }

        return call.Name == "count"
            ? new(Unit.Items, Sign.Zero | Sign.Positive, read => read.Of(index))
            : new(facts.Unit, call.Name == "sum" && facts.AbsenceIsZero ? facts.Sign | Sign.Zero : facts.Sign, read => read.Of(index));
    }
}
