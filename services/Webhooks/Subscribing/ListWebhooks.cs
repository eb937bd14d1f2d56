using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Webhooks.Subscribing;

/// <param name="PreviousSecretUntil">Until when the secret before the last rotation still signs as well; null when there is none.</param>
/// <param name="Active">False after the receiver answered 410 Gone.</param>
public sealed record WebhookResponse(
    Guid Id, string ClientId, string UnitPath, string Target, IReadOnlyList<string> EventTypes, bool Active, DateTimeOffset? PreviousSecretUntil, DateTimeOffset CreatedAt);

public sealed record ListWebhooksResponse(IReadOnlyList<WebhookResponse> Webhooks);

internal static class ListWebhooks
{
    internal static async Task<Ok<ListWebhooksResponse>> Handle(Caller caller, WebhooksDb db, CancellationToken ct) =>
        TypedResults.Ok(new ListWebhooksResponse(await db.Subscriptions.Of(caller).OrderBy(subscription => subscription.Id).Take(1000)
            .Select(subscription => new WebhookResponse(
                subscription.Id, subscription.ClientId, subscription.UnitPath, subscription.Target, subscription.EventTypes, subscription.Active,
                subscription.PreviousUntil, subscription.CreatedAt))
            .ToListAsync(ct)));
}
