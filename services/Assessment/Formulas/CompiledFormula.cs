using System.Security.Cryptography;
using System.Text;

namespace Ronghe.Assessment.Formulas;

/// <summary>
/// A formula that passed every check. It has no side effects, and its cost is bounded by its nodes. Missing data makes the whole
/// missing; nothing turns it into zero.
/// </summary>
internal sealed class CompiledFormula
{
    internal required string Text { get; init; }

    internal required string Canonical { get; init; }

    internal required Unit Unit { get; init; }

    internal required Sign Sign { get; init; }

    internal required IReadOnlyList<Aggregate> Aggregates { get; init; }

    internal required Evaluation Evaluate { get; init; }

    /// <summary>Names this version of the formula: the same for texts that mean the same.</summary>
    internal string Digest => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Unit.Text}\n{Canonical}")));

    /// <summary>Parses and checks; the error says where.</summary>
    /// <param name="unit">The unit that the result must have; null when any will do.</param>
    internal static (CompiledFormula? Formula, FormulaError? Error) Compile(string text, Func<string, SeriesFacts?> series, Unit? unit)
    {
        var (node, error) = FormulaGrammar.Parse(text);
        if (node is null) return (null, error);
        try
        {
            var checker = new FormulaChecker(series);
            var result = checker.CheckWhole(node);
            if (unit is not null && result.Unit != unit) return (null, FormulaErrors.WrongResult(result.Unit, unit));
            return (new CompiledFormula
            {
                Text = text,
                Canonical = node.Canonical,
                Unit = result.Unit!,
                Sign = result.Sign,
                Aggregates = checker.Aggregates,
                Evaluate = Guarded(result.Evaluate),
            }, null);
        }
        catch (FormulaException wrong)
        {
            return (null, wrong.Error);
        }
    }

    // Products of many tiny or huge figures can leave decimal's range, which no check of signs foresees: then there is no figure.
    private static Evaluation Guarded(Evaluation evaluate) => aggregates =>
    {
        try
        {
            return evaluate(aggregates);
        }
        catch (Exception exception) when (exception is OverflowException or DivideByZeroException)
        {
            return null;
        }
    };
}
