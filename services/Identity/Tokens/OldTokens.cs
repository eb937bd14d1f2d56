using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Identity.Tokens;

/// <summary>
/// Every token leaves a row. A used refresh token is kept until its session would have ended, so that a copy of it betrays
/// itself; an hour after its expiry a row is worth nothing, and without tokens neither is their authorization.
/// </summary>
internal static class OldTokens
{
    internal static async Task Forget(ServiceDatabase<IdentityDb> database, CancellationToken ct)
    {
        await using var batch = database.App.CreateBatch();
        batch.BatchCommands.Add(new("DELETE FROM openid_tokens WHERE expiration_date < now() - interval '1 hour'"));
        batch.BatchCommands.Add(new("""
            DELETE FROM openid_authorizations a WHERE a.creation_date < now() - interval '1 day'
              AND NOT EXISTS (SELECT FROM openid_tokens t WHERE t.authorization_id = a.id)
            """));
        batch.Timeout = 60;
        await batch.ExecuteNonQueryAsync(ct);
    }
}
