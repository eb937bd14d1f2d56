namespace Ronghe.Assessment.Figures;

internal static class FigureEndpoints
{
    internal static IEndpointRouteBuilder MapFigures(this IEndpointRouteBuilder routes)
    {
        var figures = routes.MapGroup("/figures").WithTags("Figures");
        figures.MapPost("/", PushFigures.One).WithName("PushFigure");
        figures.MapPost("/batch", PushFigures.Many).WithName("PushFigures");
        figures.MapPost("/table", PushFigures.Table).WithName("PushFigureTable");
        figures.MapGet("/", ListFigures.Handle).WithName(nameof(ListFigures));
        return routes;
    }
}
