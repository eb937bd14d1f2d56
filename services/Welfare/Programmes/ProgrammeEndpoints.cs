namespace Ronghe.Welfare.Programmes;

internal static class ProgrammeEndpoints
{
    internal static IEndpointRouteBuilder MapProgrammes(this IEndpointRouteBuilder routes)
    {
        var programmes = routes.MapGroup("/programmes").WithTags("Programmes");
        programmes.MapPost("/", CreateProgramme.Handle).WithName(nameof(CreateProgramme));
        programmes.MapGet("/", ListProgrammes.Handle).WithName(nameof(ListProgrammes));
        programmes.MapGet("/{programmeId:guid}", ReadProgramme.Handle).WithName(nameof(ReadProgramme));
        return routes;
    }
}
