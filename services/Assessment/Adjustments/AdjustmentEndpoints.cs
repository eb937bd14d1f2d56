namespace Ronghe.Assessment.Adjustments;

internal static class AdjustmentEndpoints
{
    internal static IEndpointRouteBuilder MapAdjustments(this IEndpointRouteBuilder routes)
    {
        var adjustments = routes.MapGroup("").WithTags("Adjustments");
        adjustments.MapPost("/cycles/{cycleId:guid}/adjustments", Adjust.Propose).WithName("ProposeAdjustment");
        adjustments.MapGet("/cycles/{cycleId:guid}/adjustments", Adjust.List).WithName("ListAdjustments");
        adjustments.MapPost("/adjustments/{adjustmentId:guid}/agreement", Adjust.Agree).WithName("AgreeAdjustment");
        adjustments.MapPost("/cycles/{cycleId:guid}/entries", EnterFigure.Enter).WithName("EnterFigure");
        adjustments.MapPost("/entries/{entryId:guid}/review", EnterFigure.Review).WithName("ReviewEntry");
        return routes;
    }
}
