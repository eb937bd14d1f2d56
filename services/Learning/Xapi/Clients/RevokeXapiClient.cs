using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Learning.Xapi.Clients;

internal static class RevokeXapiClient
{
    internal static async Task<Results<NoContent, NotFound, ProblemHttpResult>> Handle(
        Guid id, Caller caller, LearningDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.XapiClients.FirstOrDefaultAsync(one => one.Id == id, ct) is not { } client) return TypedResults.NotFound();
        if (!caller.Holds(RoleNames.SystemAdministrator, client.UnitPath)) return CreateXapiClient.NotAdministrator.ToProblem();
        client.Revoke(clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}
