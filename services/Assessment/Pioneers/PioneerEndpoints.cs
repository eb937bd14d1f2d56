namespace Ronghe.Assessment.Pioneers;

internal static class PioneerEndpoints
{
    internal static IEndpointRouteBuilder MapPioneers(this IEndpointRouteBuilder routes)
    {
        var posts = routes.MapGroup("/pioneer-posts").WithTags("Pioneer posts");
        posts.MapPost("/", ProposePost.Handle).WithName("ProposePioneerPost");
        posts.MapGet("/{postId:guid}", ProposePost.Read).WithName("ReadPioneerPost");
        posts.MapPost("/{postId:guid}/matter", ProposePost.Matter).WithName("ProposePioneerMatter");
        posts.MapGet("/{postId:guid}/outcomes", ConfirmOutcome.List).WithName("ListOutcomes");
        posts.MapPost("/outcomes", UploadOutcomes.Handle).WithName(nameof(UploadOutcomes));
        posts.MapPost("/outcomes/{outcomeId:guid}/confirmation", ConfirmOutcome.Handle).WithName(nameof(ConfirmOutcome));
        posts.MapPost("/place-consent", PlaceConsents.Give).WithName("GivePlaceConsent");
        posts.MapDelete("/place-consent", PlaceConsents.Withdraw).WithName("WithdrawPlaceConsent");
        return routes;
    }
}
