namespace Ronghe.Assessment.Evidence;

internal static class EvidenceEndpoints
{
    internal static RouteGroupBuilder MapEvidence(this RouteGroupBuilder routes)
    {
        routes.MapGet("/evidence", ListEvidence.Handle).WithTags("Evidence").WithName(nameof(ListEvidence));
        return routes;
    }
}
