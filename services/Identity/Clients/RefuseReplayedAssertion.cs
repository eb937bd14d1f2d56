using Npgsql;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Ronghe.ServiceDefaults.Databases;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Ronghe.Identity.Clients;

/// <summary>
/// A client assertion works once: it must carry a jti, live no longer than ten minutes, and not have been seen (RFC 7523,
/// section 3). Its audience, signature and expiry were checked before.
/// </summary>
internal sealed class RefuseReplayedAssertion(ServiceDatabase<IdentityDb> database, TimeProvider clock)
    : IOpenIddictServerHandler<ProcessAuthenticationContext>
{
    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(10);

    internal static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessAuthenticationContext>()
            .UseSingletonHandler<RefuseReplayedAssertion>()
            .SetOrder(OpenIddictServerHandlers.ValidateClientSecret.Descriptor.Order + 1)
            .SetType(OpenIddictServerHandlerType.Custom)
            .Build();

    public async ValueTask HandleAsync(ProcessAuthenticationContext context)
    {
        if (context.ClientAssertionPrincipal is not { } assertion) return;

        var id = assertion.GetClaim(Claims.JwtId);
        if (id is not { Length: > 0 and <= 200 })
        {
            context.Reject(Errors.InvalidClient, "The client assertion needs a jti of at most 200 characters.");
        }
        else if (assertion.GetExpirationDate() is not { } expires || expires > clock.GetUtcNow() + LongestLife)
        {
            context.Reject(Errors.InvalidClient, "The client assertion must expire within ten minutes.");
        }
        else if (!await Use(context.ClientId!, id, expires, context.CancellationToken))
        {
            context.Reject(Errors.InvalidClient, "The client assertion was used before.");
        }
    }

    private async Task<bool> Use(string clientId, string id, DateTimeOffset expires, CancellationToken ct)
    {
        await using var command = database.App.CreateCommand(
            "INSERT INTO used_assertions (client_id, assertion_id, expires_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING");
        command.Parameters.Add(new NpgsqlParameter { Value = clientId });
        command.Parameters.Add(new NpgsqlParameter { Value = id });
        command.Parameters.Add(new NpgsqlParameter { Value = expires.ToUniversalTime() });
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }
}
