using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;
using Ronghe.Webhooks.Subscribing;

namespace Ronghe.Webhooks.Deliveries;

/// <param name="State">Waiting, Delivered or Dead.</param>
/// <param name="LastFault">timeout, target-refused, unreachable or status; null when it was taken or not tried yet.</param>
public sealed record DeliveryResponse(
    Guid Id, Guid SubscriptionId, string Type, string State, int Attempts, DateTimeOffset? NextAt, int? LastStatus, string? LastFault, DateTimeOffset CreatedAt);

/// <param name="Next">Ask again with <c>before</c> set to this; null at the end.</param>
public sealed record ListDeliveriesResponse(IReadOnlyList<DeliveryResponse> Deliveries, Guid? Next);

internal static class ListDeliveries
{
    private const int Page = 100;
    private static readonly string[] States = [Delivery.Waiting, Delivery.Delivered, Delivery.Dead];

    /// <summary>Newest first; <c>state=Dead</c> is the dead list.</summary>
    internal static async Task<Results<Ok<ListDeliveriesResponse>, ProblemHttpResult>> Handle(
        Caller caller, WebhooksDb db, CancellationToken ct, string? state = null, Guid? subscription = null, Guid? before = null)
    {
        if (state is not null && !States.Contains(state)) return ProblemTypes.Invalid(("state", "只能是 Waiting、Delivered 或 Dead。", "Waiting, Delivered or Dead."));
        var own = db.Subscriptions.Of(caller).Where(found => subscription == null || found.Id == subscription).Select(found => found.Id);
        var page = await db.Deliveries
            .Where(delivery => own.Contains(delivery.SubscriptionId) && (state == null || delivery.State == state) && (before == null || delivery.Id < before))
            .OrderByDescending(delivery => delivery.Id).Take(Page)
            .Select(delivery => new DeliveryResponse(
                delivery.Id, delivery.SubscriptionId, delivery.Type, delivery.State, delivery.Attempts,
                delivery.State == Delivery.Waiting ? delivery.NextAt : null, delivery.LastStatus, delivery.LastFault, delivery.CreatedAt))
            .ToListAsync(ct);
        return TypedResults.Ok(new ListDeliveriesResponse(page, page.Count == Page ? page[^1].Id : null));
    }
}
