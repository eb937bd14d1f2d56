using Ronghe.Identity.Audits;
using Ronghe.Identity.Sessions;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Identity.Administrators;

internal static class AdministratorEndpoints
{
    /// <summary>What the security administrator does: accounts, grants, sessions and lockouts of other people.</summary>
    internal static void MapAdministrators(this IEndpointRouteBuilder directory)
    {
        var security = directory.MapGroup("").RequireRole(RoleNames.SecurityAdministrator).WithTags("Security");
        security.MapGet("/security/guessing", ListGuessing.Handle).WithName(nameof(ListGuessing));
        security.MapGet("/security/findings", ListFindings.Handle).WithName(nameof(ListFindings));
        security.MapGet("/people/{id:guid}/grants", ListGrants.Handle).WithName(nameof(ListGrants));
        security.MapGet("/people/{id:guid}/sessions", ListSessions.OfPerson).WithName(nameof(ListSessions));

        var acts = security.MapGroup("/people/{id:guid}").WithAuditTrail();
        acts.MapPost("/grants", GrantRole.Handle).WithName(nameof(GrantRole));
        acts.MapPost("/grants/revoke", RevokeRole.Handle).WithName(nameof(RevokeRole));
        acts.MapPost("/sessions/end", EndSessions.OfPerson).WithName(nameof(EndSessions));
        acts.MapPost("/password", ResetPassword.Handle).WithName(nameof(ResetPassword));
        acts.MapPost("/unlock", UnlockAccount.Handle).WithName(nameof(UnlockAccount));
        acts.MapPost("/second-factor/reset", ResetSecondFactor.Handle).WithName(nameof(ResetSecondFactor));
    }
}
