namespace Ronghe.PowerItems.LegalBases;

internal static class LegalBasisEndpoints
{
    internal static RouteGroupBuilder MapLegalBases(this RouteGroupBuilder group)
    {
        var laws = group.MapGroup("/laws").WithTags("Legal bases");
        laws.MapGet("", ListLaws.Handle).WithName(nameof(ListLaws));
        laws.MapGet("/{name}/articles/{number}", GetArticle.Handle).WithName(nameof(GetArticle));
        laws.MapGet("/{name}/changes", ListChanges.Handle).WithName(nameof(ListChanges));
        laws.MapGet("/unresolved", ListUnresolved.Handle).WithName(nameof(ListUnresolved));
        laws.MapGet("/reviews", ListReviews.Handle).WithName(nameof(ListReviews));
        laws.MapPost("/reviews/{id:guid}/conclusion", ConcludeReview.Handle).WithName(nameof(ConcludeReview));
        group.MapGet("/cases/{id:guid}/flags", ListFlags.Handle).WithName(nameof(ListFlags)).WithTags("Legal bases");
        return group;
    }
}
