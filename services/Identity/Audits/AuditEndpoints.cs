using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Idempotency;

namespace Ronghe.Identity.Audits;

internal static class AuditEndpoints
{
    internal static void AddAuditTrail(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AuditChain>();
        builder.Services.AddHostedService<ChainEntries>();
    }

    /// <summary>For the audit administrator alone; reading it is itself recorded.</summary>
    internal static void MapAudits(this IEndpointRouteBuilder directory)
    {
        var audit = directory.MapGroup("/audit").RequireRole(RoleNames.AuditAdministrator).WithTags("Audit");
        audit.MapGet("/entries", SearchAudit.Handle).WithName(nameof(SearchAudit));
        audit.MapGet("/export", ExportAudit.Handle).WithName(nameof(ExportAudit)).WithMetadata(new WithoutUnitOfWork())
            .Produces(StatusCodes.Status200OK, contentType: "text/csv").WithAuditTrail();
        audit.MapGet("/verification", VerifyAudit.Handle).WithName(nameof(VerifyAudit)).WithMetadata(new WithoutUnitOfWork()).WithAuditTrail();
    }
}
