using Ronghe.Identity.Audits;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Identity.Registrations;

internal static class RegistrationEndpoints
{
    internal static void MapRegistrations(this IEndpointRouteBuilder directory)
    {
        var clients = directory.MapGroup("/clients").RequireRole(RoleNames.SystemAdministrator).WithTags("Clients");
        clients.MapGet("/", ManagedClients.List).WithName("ListClients").Produces<IReadOnlyList<ClientResponse>>();

        var acts = clients.MapGroup("").WithAuditTrail();
        acts.MapPost("/", RegisterClient.Handle).WithName(nameof(RegisterClient));
        acts.MapPost("/{client}/keys", AddClientKey.Handle).WithName(nameof(AddClientKey));
        acts.MapPost("/{client}/keys/{key}/revoke", RevokeClientKey.Handle).WithName(nameof(RevokeClientKey));
        acts.MapPost("/{client}/close", CloseClient.Handle).WithName(nameof(CloseClient));
    }
}
