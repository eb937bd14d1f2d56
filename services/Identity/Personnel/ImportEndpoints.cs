using Ronghe.Identity.Audits;
using Ronghe.Identity.Credentials;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Identity.Personnel;

internal static class ImportEndpoints
{
    internal static void AddImports(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ImportProgress>();
        builder.Services.AddSingleton<ReadImport>();
        builder.Services.AddSingleton<ApplyImport>();
        builder.Services.AddSingleton<ActivationCodes>();
        builder.Services.AddSingleton<ImportWork>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<ImportWork>());
    }

    internal static void MapImports(this IEndpointRouteBuilder directory)
    {
        var imports = directory.MapGroup("/imports").RequireRole(RoleNames.SystemAdministrator).WithTags("Imports");
        imports.MapGet("/{id:guid}", ShowImport.Handle).WithName(nameof(ShowImport));
        imports.MapGet("/{id:guid}/rows", ListImportRows.Handle).WithName(nameof(ListImportRows));

        var acts = imports.MapGroup("").WithAuditTrail();
        acts.MapPost("/", SendPeople.Handle).WithName(nameof(SendPeople)).Accepts<byte[]>("text/csv", SendPeople.Excel, "application/octet-stream");
        acts.MapPost("/{id:guid}/apply", StartApplying.Handle).WithName(nameof(StartApplying));
        acts.MapPost("/{id:guid}/activation-codes", FetchActivationCodes.Handle).WithName(nameof(FetchActivationCodes));
    }
}
