using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Learning.Xapi.Clients;

/// <summary>Gives the key a new secret; the one before stays good for a day.</summary>
internal static class RotateXapiClient
{
    internal static async Task<Results<Ok<XapiClientSecretResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid id, Caller caller, LearningDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.XapiClients.FirstOrDefaultAsync(one => one.Id == id && one.RevokedAt == null, ct) is not { } client) return TypedResults.NotFound();
        if (!caller.Holds(RoleNames.SystemAdministrator, client.UnitPath)) return CreateXapiClient.NotAdministrator.ToProblem();
        var secret = client.Rotate(clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(new XapiClientSecretResponse(client.Id, secret));
    }
}
