namespace Ronghe.Situation.Cases;

internal static class CaseEndpoints
{
    internal static RouteGroupBuilder MapCases(this RouteGroupBuilder routes)
    {
        routes.MapGet("/cases", ListCases.Handle).WithTags("Cases").WithName("ListSituationCases");
        return routes;
    }
}
