namespace Ronghe.Assessment.Formulas;

/// <summary>min, max, abs, clamp, round and to. More are added here and nowhere else.</summary>
internal static class FormulaFunctions
{
    internal static Checked Check(CallNode call, FormulaChecker checker) => call.Name switch
    {
        "min" => Fold(call, checker, Signs.Smaller, Math.Min),
        "max" => Fold(call, checker, Signs.Larger, Math.Max),
        "abs" => Abs(call, checker),
        "clamp" => Clamp(call, checker),
        "round" => Round(call, checker),
        "to" => Convert(call, checker),
        _ when Aggregate.Functions.Contains(call.Name) => throw FormulaErrors.WrongArguments(call.At, $"{call.Name}(series, cycle, own)"),
        _ => throw FormulaErrors.UnknownName(call.At, call.Name),
    };

    private static Checked Fold(CallNode call, FormulaChecker checker, Func<Sign, Sign, Sign> sign, Func<decimal, decimal, decimal> fold)
    {
        if (call.Arguments.Count < 2) throw FormulaErrors.WrongArguments(call.At, $"{call.Name}(a, b, …)");
        return call.Arguments.Skip(1).Aggregate(checker.Number(call.Arguments[0]), (left, argument) =>
        {
            var right = checker.Number(argument);
            if (left.Unit != right.Unit) throw FormulaErrors.Differ(argument.At, left.Unit!, right.Unit!);
            return new(left.Unit, sign(left.Sign, right.Sign),
                read => left.Evaluate(read) is { } a && right.Evaluate(read) is { } b ? fold(a, b) : null);
        });
    }

    private static Checked Abs(CallNode call, FormulaChecker checker)
    {
        if (call.Arguments.Count != 1) throw FormulaErrors.WrongArguments(call.At, "abs(a)");
        var operand = checker.Number(call.Arguments[0]);
        return new(operand.Unit, operand.Sign.Abs(), read => operand.Evaluate(read) is { } value ? Math.Abs(value) : null);
    }

    private static Checked Clamp(CallNode call, FormulaChecker checker)
    {
        if (call.Arguments.Count != 3) throw FormulaErrors.WrongArguments(call.At, "clamp(a, low, high)");
        var inner = new CallNode(call.At, "max", [call.Arguments[0], call.Arguments[1]]);
        return Fold(new CallNode(call.At, "min", [inner, call.Arguments[2]]), checker, Signs.Smaller, Math.Min);
    }

    // Half away from zero, as people round and as PostgreSQL and spreadsheets do.
    private static Checked Round(CallNode call, FormulaChecker checker)
    {
        if (call.Arguments is not [var what, NumberNode { UnitName: null, Value: 0 or 1 or 2 or 3 or 4 or 5 or 6 } digits])
            throw FormulaErrors.WrongArguments(call.At, "round(a, 0…6)");
        var operand = checker.Number(what);
        return new(operand.Unit, operand.Sign | Sign.Zero,
            read => operand.Evaluate(read) is { } value ? Math.Round(value, (int)digits.Value, MidpointRounding.AwayFromZero) : null);
    }

    private static Checked Convert(CallNode call, FormulaChecker checker)
    {
        if (call.Arguments is not [var what, NameNode name]) throw FormulaErrors.WrongArguments(call.At, "to(a, ha)");
        var target = Unit.Parse(name.Name) ?? throw FormulaErrors.UnknownUnit(name.At, name.Name);
        var operand = checker.Number(what);
        if (operand.Unit!.FactorTo(target) is not { } factor) throw FormulaErrors.NotConvertible(call.At, operand.Unit, target);
        return new(target, operand.Sign, read => operand.Evaluate(read) * factor.Times / factor.Over);
    }
}
