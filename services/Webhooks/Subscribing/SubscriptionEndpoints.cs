namespace Ronghe.Webhooks.Subscribing;

internal static class SubscriptionEndpoints
{
    internal static RouteGroupBuilder MapSubscribing(this RouteGroupBuilder routes)
    {
        var subscriptions = routes.MapGroup("/subscriptions").WithTags("Webhooks");
        subscriptions.MapPost("", CreateWebhook.Handle).WithName(nameof(CreateWebhook));
        subscriptions.MapGet("", ListWebhooks.Handle).WithName(nameof(ListWebhooks));
        subscriptions.MapDelete("/{id:guid}", RemoveWebhook.Handle).WithName(nameof(RemoveWebhook));
        subscriptions.MapPost("/{id:guid}/secrets", RotateSecret.Handle).WithName(nameof(RotateSecret));
        return routes;
    }
}
