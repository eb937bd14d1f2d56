using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Assessment.Formulas;

/// <summary>What is wrong with a formula, and where.</summary>
/// <param name="Type">Name of the problem: formula-syntax, formula-unknown-name, formula-wrong-unit …</param>
/// <param name="At">Offset in the formula's text; 0 is the first character.</param>
internal sealed record FormulaError(string Type, int At, string Chinese, string English)
{
    internal Refusal ToRefusal(string formula, string? field = null)
    {
        var before = formula[..Math.Min(At, formula.Length)];
        var (line, column) = (before.Count(character => character == '\n') + 1, At - before.LastIndexOf('\n'));
        return new Refusal(
            Type, $"公式第 {line} 行第 {column} 个字符：{Chinese}", $"Formula, line {line}, column {column}: {English}", StatusCodes.Status422UnprocessableEntity)
        {
            Details = new Dictionary<string, object?> { ["line"] = line, ["column"] = column, ["offset"] = At, ["field"] = field ?? "formula" },
        };
    }
}

/// <summary>Carries a <see cref="FormulaError"/> out of the checker's recursion; never leaves this folder.</summary>
internal sealed class FormulaException(FormulaError error) : Exception(error.English)
{
    internal FormulaError Error { get; } = error;
}
