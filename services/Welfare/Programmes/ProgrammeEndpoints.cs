using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Idempotency;
using Ronghe.Welfare.Caps;
using Ronghe.Welfare.Claims;
using Ronghe.Welfare.Entitlements;
using Ronghe.Welfare.Issues;
using Ronghe.Welfare.Rules;

namespace Ronghe.Welfare.Programmes;

internal static class ProgrammeEndpoints
{
    internal static IEndpointRouteBuilder MapProgrammes(this IEndpointRouteBuilder routes)
    {
        var programmes = routes.MapGroup("/programmes").WithTags("Programmes");
        programmes.MapPost("/", CreateProgramme.Handle).WithName(nameof(CreateProgramme));
        programmes.MapGet("/", ListProgrammes.Handle).WithName(nameof(ListProgrammes));
        programmes.MapGet("/{programmeId:guid}", ReadProgramme.Handle).WithName(nameof(ReadProgramme));
        programmes.MapPost("/{programmeId:guid}/dry-run", RunDry.Handle).WithName(nameof(RunDry));
        programmes.MapGet("/{programmeId:guid}/entitlements/{personId:guid}", ExplainEntitlement.Handle).WithName(nameof(ExplainEntitlement));
        programmes.MapPost("/{programmeId:guid}/submission", SubmitProgramme.Handle).WithName(nameof(SubmitProgramme));
        programmes.MapPost("/{programmeId:guid}/start", StartProgramme.Handle).WithName(nameof(StartProgramme)).WithMetadata(new WithoutUnitOfWork());
        programmes.MapGet("/{programmeId:guid}/issue", ReadIssue.Handle).WithName(nameof(ReadIssue));
        programmes.MapPost("/{programmeId:guid}/settlement", SettleProgramme.Handle).WithName(nameof(SettleProgramme));
        programmes.MapPost("/{programmeId:guid}/public-report", MakePublic.Handle).WithName(nameof(MakePublic));
        programmes.MapGet("/{programmeId:guid}/public-report", MakePublic.Read).WithName("ReadPublicReport").WithMetadata(new WithoutUnitOfWork());
        programmes.MapPost("/{programmeId:guid}/claims", ClaimGift.Handle).WithName(nameof(ClaimGift)).WithMetadata(new WithoutUnitOfWork());
        routes.MapPost("/claims/{claimId:guid}/return", ReturnClaim.Handle).WithName(nameof(ReturnClaim)).WithTags("Claims").WithMetadata(new WithoutUnitOfWork());
        routes.MapPost("/claims/{claimId:guid}/exchange", ExchangeClaim.Handle).WithName(nameof(ExchangeClaim)).WithTags("Claims").WithMetadata(new WithoutUnitOfWork());
        return routes;
    }

    internal static IEndpointRouteBuilder MapRules(this IEndpointRouteBuilder routes)
    {
        var rules = routes.MapGroup("/rules").WithTags("Rules").RequireRole(RoleNames.UnionWorker);
        rules.MapPost("/", CreateRule.Handle).WithName(nameof(CreateRule));
        rules.MapPost("/comparison", CompareRules.Handle).WithName(nameof(CompareRules));
        rules.MapGet("/{code}", ReadRule.Handle).WithName(nameof(ReadRule));
        var caps = routes.MapGroup("/caps").WithTags("Caps");
        caps.MapGet("/", ChangeCap.List).WithName("ListCaps");
        caps.MapPost("/{code}", ChangeCap.Handle).WithName(nameof(ChangeCap)).RequireRole(RoleNames.UnionWorker);

        var mine = routes.MapGroup("/my").WithTags("Mine");
        mine.MapPost("/declarations", Declare.Handle).WithName(nameof(Declare));
        mine.MapGet("/declarations", Declare.List).WithName("ListDeclarations");
        mine.MapDelete("/declarations/{declarationId:guid}", Declare.Withdraw).WithName("WithdrawDeclaration");
        return routes;
    }
}
