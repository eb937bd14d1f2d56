using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Messaging.Inbox;
using Ronghe.Webhooks.Deliveries;

namespace Ronghe.Webhooks.Events;

/// <summary>Where an event belongs: its unit decides who may be told.</summary>
/// <param name="Type">Name for receivers.</param>
/// <param name="UnitPath">Unit that it happened in.</param>
/// <param name="At">When it happened.</param>
public sealed record Occurrence(string Type, string UnitPath, DateTimeOffset At);

/// <summary>Makes a delivery for each subscription that asks for this type of event and covers its unit.</summary>
public abstract class EventDeliverer<TEvent>(Inbox<WebhooksDb> inbox, TimeProvider clock) : InboxConsumer<TEvent, WebhooksDb>(inbox)
    where TEvent : class
{
    /// <summary>Type, unit and time of the event.</summary>
    protected abstract Occurrence Describe(TEvent message);

    /// <inheritdoc/>
    protected sealed override async Task Apply(TEvent message, WebhooksDb db, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(db);
        var occurrence = Describe(message);
        var told = await db.Subscriptions
            .Where(subscription => subscription.Active && subscription.EventTypes.Contains(occurrence.Type) && occurrence.UnitPath.StartsWith(subscription.UnitPath))
            .Select(subscription => new { subscription.Id, subscription.UnitPath }).ToListAsync(ct);
        if (told.Count == 0) return;
        // Ids and figures, as they travel on the bus: contracts carry nothing else.
        var body = JsonSerializer.Serialize(new { type = occurrence.Type, timestamp = occurrence.At.UtcDateTime, data = message }, ServiceDb.Json);
        db.Deliveries.AddRange(told.Select(one => Delivery.Of(one.Id, one.UnitPath, occurrence.Type, body, clock.GetUtcNow())));
    }
}
