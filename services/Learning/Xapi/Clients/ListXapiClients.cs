using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Learning.Xapi.Clients;

public sealed record XapiClientResponse(
    Guid ClientId, string Name, string UnitPath, bool MayRead, bool MayWrite, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt);

public sealed record ListXapiClientsResponse(IReadOnlyList<XapiClientResponse> Clients);

internal static class ListXapiClients
{
    internal static async Task<Results<Ok<ListXapiClientsResponse>, ProblemHttpResult>> Handle(Caller caller, LearningDb db, CancellationToken ct)
    {
        var units = caller.Roles.Where(grant => grant.Role == RoleNames.SystemAdministrator).Select(grant => grant.UnitPath).ToList();
        if (units.Count == 0) return CreateXapiClient.NotAdministrator.ToProblem();
        var clients = await db.XapiClients.AsNoTracking().Where(client => units.Any(unit => EF.Functions.Like(client.UnitPath, unit + "%"))).OrderBy(client => client.CreatedAt)
            .Select(client => new XapiClientResponse(
                client.Id, client.Name, client.UnitPath, client.MayRead, client.MayWrite, client.CreatedAt, client.RevokedAt))
            .ToListAsync(ct);
        return TypedResults.Ok(new ListXapiClientsResponse(clients));
    }
}
