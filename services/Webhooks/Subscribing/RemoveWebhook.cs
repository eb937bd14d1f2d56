using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Webhooks.Subscribing;

internal static class RemoveWebhook
{
    internal static async Task<Results<NoContent, NotFound>> Handle(Guid id, Caller caller, WebhooksDb db, CancellationToken ct) =>
        await db.Subscriptions.Of(caller).Where(subscription => subscription.Id == id).ExecuteDeleteAsync(ct) == 0
            ? TypedResults.NotFound() : TypedResults.NoContent();
}
