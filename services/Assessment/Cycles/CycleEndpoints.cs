namespace Ronghe.Assessment.Cycles;

internal static class CycleEndpoints
{
    internal static IEndpointRouteBuilder MapCycles(this IEndpointRouteBuilder routes)
    {
        var cycles = routes.MapGroup("/cycles").WithTags("Cycles");
        cycles.MapPost("/", OpenCycle.Handle).WithName(nameof(OpenCycle));
        cycles.MapGet("/", ListCycles.Handle).WithName(nameof(ListCycles));
        cycles.MapGet("/{cycleId:guid}", ListCycles.One).WithName("ReadCycle");
        cycles.MapPost("/combination", CombineCycles.Handle).WithName(nameof(CombineCycles));
        cycles.MapPost("/{cycleId:guid}/score", MoveCycle.Score).WithName("ScoreCycle");
        cycles.MapPost("/{cycleId:guid}/freeze", MoveCycle.Freeze).WithName("FreezeCycle");
        cycles.MapPost("/{cycleId:guid}/submission", MoveCycle.Submit).WithName("SubmitCycle");
        cycles.MapPost("/{cycleId:guid}/telling", MoveCycle.Tell).WithName("TellCycle");
        cycles.MapPost("/{cycleId:guid}/publication", MoveCycle.Publish).WithName("PublishCycle");
        return routes;
    }
}
