namespace Ronghe.Situation.Counts;

internal static class CountEndpoints
{
    internal static RouteGroupBuilder MapCounts(this RouteGroupBuilder routes)
    {
        routes.MapGet("/counts", ReadCounts.Handle).WithTags("Counts").WithName(nameof(ReadCounts));
        return routes;
    }
}
