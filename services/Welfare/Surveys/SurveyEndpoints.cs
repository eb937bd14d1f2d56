using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Idempotency;
using Ronghe.Welfare.Draws;
using Ronghe.Welfare.Pickups;

namespace Ronghe.Welfare.Surveys;

internal static class SurveyEndpoints
{
    internal static IEndpointRouteBuilder MapSurveys(this IEndpointRouteBuilder routes)
    {
        var surveys = routes.MapGroup("/surveys").WithTags("Satisfaction");
        surveys.MapPost("/", OpenSurvey.Handle).WithName(nameof(OpenSurvey)).RequireRole(RoleNames.UnionWorker);
        surveys.MapGet("/{surveyId:guid}", OpenSurvey.Read).WithName("ReadSurvey");
        surveys.MapPost("/{surveyId:guid}/blind-signature", SignBlind.Handle).WithName(nameof(SignBlind));
        surveys.MapPost("/{surveyId:guid}/publication", PublishSurvey.Handle).WithName(nameof(PublishSurvey)).RequireRole(RoleNames.UnionWorker);

        var draws = routes.MapGroup("/draws").WithTags("Draws");
        draws.MapPost("/{programmeId:guid}/entry", EnterDraw.Handle).WithName(nameof(EnterDraw)).WithMetadata(new WithoutUnitOfWork());
        draws.MapGet("/{programmeId:guid}/entry", EnterDraw.Read).WithName("ReadDrawEntry");
        draws.MapGet("/{programmeId:guid}", ReadDraw.Handle).WithName(nameof(ReadDraw)).WithMetadata(new WithoutUnitOfWork());
        draws.MapPost("/{programmeId:guid}/seal", SealDraw.Handle).WithName(nameof(SealDraw));
        draws.MapPost("/{programmeId:guid}/reveal", RevealDraw.Handle).WithName(nameof(RevealDraw)).WithMetadata(new WithoutUnitOfWork());
        return routes;
    }

    internal static IEndpointRouteBuilder MapPickups(this IEndpointRouteBuilder routes)
    {
        var pickups = routes.MapGroup("/pickups").WithTags("Pickups");
        pickups.MapGet("/key", ShowCode.Key).WithName("ReadPickupKey");
        pickups.MapGet("/lists/{programmeId:guid}", MakePickupList.Handle).WithName(nameof(MakePickupList)).RequireRole(RoleNames.UnionWorker);
        pickups.MapPost("/", SyncPickups.Handle).WithName(nameof(SyncPickups)).RequireRole(RoleNames.UnionWorker);
        var claims = routes.MapGroup("/claims").WithTags("Claims");
        claims.MapGet("/{claimId:guid}/code", ShowCode.Handle).WithName(nameof(ShowCode));
        claims.MapPost("/{claimId:guid}/proxy", MyClaims.Consent).WithName("ConsentToProxy");
        claims.MapPost("/{claimId:guid}/dispute", MyClaims.Dispute).WithName("DisputePickup");
        routes.MapGet("/my/claims", MyClaims.Handle).WithName(nameof(MyClaims)).WithTags("Mine");
        return routes;
    }

    /// <summary>Outside the group that demands a token: an answer comes from nobody.</summary>
    internal static void MapAnonymousAnswers(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/welfare/survey-answers", AnswerSurvey.Handle).WithName(nameof(AnswerSurvey)).WithTags("Satisfaction").AllowAnonymous();
}
