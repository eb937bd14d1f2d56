using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Webhooks.Subscribing;

/// <summary>A client's wish to be told of events of its unit and the units below.</summary>
internal sealed class WebhookSubscription : IUnitScoped
{
    /// <summary>A client that needs more has lost sight of them.</summary>
    internal const int MostPerClient = 20;

    public required Guid Id { get; init; }

    public required string ClientId { get; init; }

    public required string UnitPath { get; init; }

    public required string Target { get; init; }

    public required List<string> EventTypes { get; init; }

    /// <summary>Sealed, as all secrets here.</summary>
    public required byte[] Secret { get; set; }

    /// <summary>Signs beside the present one until <see cref="PreviousUntil"/>.</summary>
    public byte[]? PreviousSecret { get; set; }

    public DateTimeOffset? PreviousUntil { get; set; }

    public bool Active { get; set; } = true;

    public long Version { get; set; } = 1;

    public required DateTimeOffset CreatedAt { get; init; }

    internal void Rotate(byte[] next, DateTimeOffset previousUntil)
    {
        (PreviousSecret, PreviousUntil, Secret) = (Secret, previousUntil, next);
        Version++;
    }

    internal static void Configure(EntityTypeBuilder<WebhookSubscription> entity)
    {
        entity.ToTable("webhook_subscriptions", table =>
        {
            table.HasCheckConstraint("ck_target", "length(target) BETWEEN 8 AND 2000");
            table.HasCheckConstraint("ck_event_types", "cardinality(event_types) > 0");
            table.HasCheckConstraint("ck_previous", "(previous_secret IS NULL) = (previous_until IS NULL)");
        });
        entity.HasIndex(subscription => subscription.ClientId);
    }
}
