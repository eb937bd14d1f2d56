using Ronghe.Identity.Administrators;
using Ronghe.Identity.Audits;
using Ronghe.Identity.Branches;
using Ronghe.Identity.Personnel;
using Ronghe.Identity.People;
using Ronghe.Identity.Posts;
using Ronghe.Identity.Registrations;
using Ronghe.Identity.Sessions;
using Ronghe.Identity.Snapshots;
using Ronghe.Identity.Tokens;
using Ronghe.Identity.Units;
using Ronghe.ServiceDefaults;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Identity;

internal static class DirectoryEndpoints
{
    internal static void MapDirectory(this IEndpointRouteBuilder endpoints)
    {
        var directory = endpoints.MapGroup("/api/v1/directory").WithUnitOfWork<IdentityDb>().RequireScope("directory").WithTags("Directory");
        directory.MapGet("/units", ListUnits.Handle).WithName(nameof(ListUnits));
        directory.MapGet("/people", ListPeople.Handle).WithName(nameof(ListPeople));
        directory.MapGet("/posts", ListPosts.Handle).WithName(nameof(ListPosts));
        directory.MapGet("/branches", ListBranches.Handle).WithName(nameof(ListBranches));
        directory.MapGet("/me", ReadMe.Handle).WithName(nameof(ReadMe));
        directory.MapGet("/me/sessions", ListSessions.Mine).WithName("ListMySessions");
        directory.MapPost("/me/sessions/{session:guid}/end", EndSessions.Mine).WithName("EndMySession").WithAuditTrail();

        var administration = directory.MapGroup("").RequireRole(RoleNames.SystemAdministrator).WithAuditTrail();
        administration.MapPost("/units", FoundUnit.Handle).WithName(nameof(FoundUnit));
        administration.MapPost("/units/{id:guid}/change", ChangeUnit.Handle).WithName(nameof(ChangeUnit));
        administration.MapPost("/people", JoinPerson.Handle).WithName(nameof(JoinPerson));
        administration.MapPost("/people/{id:guid}/move", MovePerson.Handle).WithName(nameof(MovePerson));
        administration.MapPost("/people/{id:guid}/leave", LeavePerson.Handle).WithName(nameof(LeavePerson));

        directory.MapAdministrators();
        directory.MapAudits();
        directory.MapImports();
        directory.MapRegistrations();

        endpoints.MapGet("/internal/directory/snapshot", ReadSnapshot.Handle)
            .RequireScope(ServerSetup.SnapshotScope).ExcludeFromDescription().WithName(nameof(ReadSnapshot));
    }
}
