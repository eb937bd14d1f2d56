namespace Ronghe.PowerItems.Cases;

internal static class CaseEndpoints
{
    internal static RouteGroupBuilder MapCases(this RouteGroupBuilder group)
    {
        var cases = group.MapGroup("/cases").WithTags("Cases");
        cases.MapPost("", OpenCase.Handle).WithName(nameof(OpenCase));
        cases.MapGet("", ListCases.Handle).WithName(nameof(ListCases));
        cases.MapGet("/{id:guid}", GetCase.Handle).WithName(nameof(GetCase));
        return group;
    }
}
