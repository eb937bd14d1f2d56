namespace Ronghe.Assessment.Formulas;

internal static class FormulaEndpoints
{
    internal static IEndpointRouteBuilder MapFormulas(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/formulas/check", CheckFormula.Handle).WithTags("Formulas").WithName(nameof(CheckFormula));
        return routes;
    }
}
