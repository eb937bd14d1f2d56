using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Webhooks.Subscribing;

/// <param name="OverlapHours">Hours for which the present secret signs as well, 0 to 168; 0 when it has leaked.</param>
public sealed record RotateSecretRequest([Required, Range(0, 168)] int? OverlapHours);

/// <param name="Secret">The new secret; shown this once.</param>
public sealed record RotateSecretResponse(string Secret, DateTimeOffset PreviousSecretUntil);

internal static class RotateSecret
{
    internal static async Task<Results<Ok<RotateSecretResponse>, NotFound>> Handle(
        Guid id, RotateSecretRequest request, Caller caller, WebhooksDb db, SecretSeal seal, TimeProvider clock, CancellationToken ct)
    {
        // The new secret is for the client's own eyes: not even an administrator gets to see it.
        if (await db.Subscriptions.SingleOrDefaultAsync(found => found.Id == id && found.ClientId == caller.Subject, ct) is not { } subscription) return TypedResults.NotFound();
        var secret = RandomNumberGenerator.GetBytes(32);
        var until = clock.GetUtcNow().AddHours(request.OverlapHours!.Value);
        subscription.Rotate(seal.Seal(id, secret), until);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(new RotateSecretResponse(Secrets.Show(secret), until));
    }
}
