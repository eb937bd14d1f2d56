using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Ronghe.Assessment.Series;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Assessment.Formulas;

/// <param name="Unit">Unit that the result must have; null when any will do.</param>
public sealed record CheckFormulaRequest([Required, StringLength(1000)] string? Formula, [StringLength(40)] string? Unit);

/// <param name="Digest">Names this version of the formula; equal for texts that mean the same.</param>
/// <param name="Reads">What it reads, as examples name it.</param>
public sealed record CheckFormulaResponse(string Canonical, string Unit, string Digest, IReadOnlyList<string> Reads);

internal static class CheckFormula
{
    internal static Results<Ok<CheckFormulaResponse>, ProblemHttpResult> Handle(CheckFormulaRequest request, SeriesCatalogue series)
    {
        Unit? unit = null;
        if (request.Unit is not null && (unit = Unit.Parse(request.Unit)) is null)
            return ProblemTypes.Invalid(("unit", $"没有“{request.Unit}”这个单位。", $"There is no unit '{request.Unit}'."));
        var (formula, error) = CompiledFormula.Compile(request.Formula!, series.Facts, unit);
        return formula is null
            ? error!.ToRefusal(request.Formula!).ToProblem()
            : TypedResults.Ok(new CheckFormulaResponse(formula.Canonical, formula.Unit.Text, formula.Digest, [.. formula.Aggregates.Select(read => read.Text)]));
    }
}
