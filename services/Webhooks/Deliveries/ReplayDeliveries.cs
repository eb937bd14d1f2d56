using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;
using Ronghe.Webhooks.Subscribing;

namespace Ronghe.Webhooks.Deliveries;

/// <summary>Either single deliveries, whatever became of them, or every dead one since a moment.</summary>
public sealed record ReplayDeliveriesRequest(IReadOnlyList<Guid>? DeliveryIds, DateTimeOffset? DeadSince);

public sealed record ReplayDeliveriesResponse(int Replayed);

internal static class ReplayDeliveries
{
    private const int Most = 200;

    internal static async Task<Results<Ok<ReplayDeliveriesResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid id, ReplayDeliveriesRequest request, Caller caller, WebhooksDb db, TimeProvider clock, CancellationToken ct)
    {
        var ids = request.DeliveryIds ?? [];
        if (request.DeadSince is null == (ids.Count == 0) || ids.Count > Most)
        {
            return ProblemTypes.Invalid(("deliveryIds", $"请列出 1 到 {Most} 个投递，或填 deadSince，二者选一。", $"Name 1 to {Most} deliveries, or deadSince; one or the other."));
        }

        if (!await db.Subscriptions.Of(caller).AnyAsync(subscription => subscription.Id == id, ct)) return TypedResults.NotFound();
        var chosen = db.Deliveries.Where(delivery => delivery.SubscriptionId == id && delivery.State != Delivery.Waiting);
        chosen = request.DeadSince is { } since
            ? chosen.Where(delivery => delivery.State == Delivery.Dead && delivery.CreatedAt >= since.ToUniversalTime())
            : chosen.Where(delivery => ids.Contains(delivery.Id));
        var now = clock.GetUtcNow();
        var replayed = await chosen.ExecuteUpdateAsync(
            row => row.SetProperty(d => d.State, Delivery.Waiting).SetProperty(d => d.Attempts, 0).SetProperty(d => d.NextAt, now).SetProperty(d => d.SettledAt, (DateTimeOffset?)null), ct);
        // What it refused for good it wants again: so does whoever replays.
        await db.Subscriptions.Where(subscription => subscription.Id == id).ExecuteUpdateAsync(row => row.SetProperty(s => s.Active, true), ct);
        return TypedResults.Ok(new ReplayDeliveriesResponse(replayed));
    }
}
