using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using Ronghe.Identity.Clients;
using Ronghe.ServiceDefaults.Databases;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Ronghe.Identity.Registrations;

/// <summary>
/// The token server knows a client's keys but not when they end: an assertion of a registered client must be signed by a key that
/// is neither revoked nor expired now, whatever its kid says.
/// </summary>
internal sealed class RefuseRetiredKey(UnitOfWorkFactory<IdentityDb> factory, TimeProvider clock) : IOpenIddictServerHandler<ProcessAuthenticationContext>
{
    internal static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessAuthenticationContext>()
            .UseSingletonHandler<RefuseRetiredKey>()
            .SetOrder(RefuseReplayedAssertion.Descriptor.Order - 1)
            .SetType(OpenIddictServerHandlerType.Custom)
            .Build();

    public async ValueTask HandleAsync(ProcessAuthenticationContext context)
    {
        if (context.ClientAssertionPrincipal is null) return;
        var now = clock.GetUtcNow();
        await using var work = await factory.BeginAsync(UnitScope.Everything, context.CancellationToken);
        if (await work.Db.RegisteredClients.AsNoTracking().SingleOrDefaultAsync(client => client.ClientId == context.ClientId, context.CancellationToken) is not { } client) return;

        var live = client.ClosedAt is null ? await PublicKeys.Live(work.Db, client.ClientId, now, context.CancellationToken) : [];
        foreach (var key in live)
        {
            if (!await IsSignedBy(context.ClientAssertion!, key)) continue;
            key.LastUsedAt = now;
            await work.Db.SaveChangesAsync(context.CancellationToken);
            await work.CommitAsync(context.CancellationToken);
            return;
        }

        context.Reject(Errors.InvalidClient, "The key that signed the client assertion is not valid any more.");
    }

    // Audience, expiry and issuer were checked by the token server; this is about the key alone.
    private static async Task<bool> IsSignedBy(string assertion, ClientKey key) =>
        (await new JsonWebTokenHandler().ValidateTokenAsync(assertion, new TokenValidationParameters
        {
            IssuerSigningKey = new JsonWebKey(key.Jwk), TryAllIssuerSigningKeys = true, ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            ValidateIssuer = false, ValidateAudience = false, ValidateLifetime = false,
        })).IsValid;
}
