using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.ServiceDefaults.Messaging.Failures;

/// <summary>
/// Under <c>/api/v1/{segment}/operations</c>: what this service could not apply. For system administrators of the whole platform;
/// the audit administrator reads what was done.
/// </summary>
internal sealed class FailureEndpoints(string segment)
{
    internal const string Replayed = "replayed", Discarded = "discarded";

    internal void Map(IEndpointRouteBuilder routes)
    {
        var operations = routes.MapGroup($"/api/v1/{segment}/operations").WithTags("Operations").RequireScope(segment).AddEndpointFilter(WhenReady);
        var own = operations.MapGroup("").RequireAuthorization(policy => policy.RequireAssertion(context => HoldsAtRoot(context, RoleNames.SystemAdministrator)));
        own.MapGet("/error-queues", ListErrorQueues.Handle).WithName(nameof(ListErrorQueues));
        own.MapGet("/error-queues/{queue}/messages", ListFailedMessages.Handle).WithName(nameof(ListFailedMessages));
        own.MapPost("/error-queues/{queue}/replays", ReplayFailedMessages.Handle).WithName(nameof(ReplayFailedMessages));
        own.MapPost("/error-queues/{queue}/discards", DiscardFailedMessages.Handle).WithName(nameof(DiscardFailedMessages));
        operations.MapGet("/acts", ListMessageActs.Handle).WithName(nameof(ListMessageActs)).RequireAuthorization(policy => policy.RequireAssertion(
            context => HoldsAtRoot(context, RoleNames.SystemAdministrator) || HoldsAtRoot(context, RoleNames.AuditAdministrator)));
    }

    // A queue carries the events of every unit: a role over one of them is not enough.
    private static bool HoldsAtRoot(AuthorizationHandlerContext context, string role) =>
        Caller.Of(context.User)?.Roles.Any(grant => grant.Role == role && grant.UnitPath.IndexOf('/', StringComparison.Ordinal) == grant.UnitPath.Length - 1) == true;

    private static ValueTask<object?> WhenReady(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.RequestServices.GetRequiredService<FailedMessages>().IsReady
            ? next(context)
            : throw new ServiceNotReadyException("The database is not prepared yet.");
}
