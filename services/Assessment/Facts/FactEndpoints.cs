namespace Ronghe.Assessment.Facts;

internal static class FactEndpoints
{
    internal static IEndpointRouteBuilder MapFacts(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/facts/{factId:guid}/corrections", CorrectFact.Handle).WithTags("Facts").WithName(nameof(CorrectFact));
        return routes;
    }
}
