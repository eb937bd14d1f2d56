using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.Webhooks.Subscribing;

namespace Ronghe.Webhooks.Deliveries;

/// <summary>One event on its way to one target. Its id is the message's id for the receiver, over all attempts and replays.</summary>
internal sealed class Delivery : IUnitScoped
{
    internal const string Waiting = "Waiting", Delivered = "Delivered", Dead = "Dead";

    public required Guid Id { get; init; }

    public required Guid SubscriptionId { get; init; }

    public required string UnitPath { get; init; }

    public required string Type { get; init; }

    /// <summary>Exactly what is sent: the signature is over these characters.</summary>
    public required string Body { get; init; }

    public string State { get; set; } = Waiting;

    public int Attempts { get; set; }

    /// <summary>When the next attempt is due; while one is under way, when another replica may take it over.</summary>
    public required DateTimeOffset NextAt { get; set; }

    /// <summary>Status of the last answer; null when there was none.</summary>
    public int? LastStatus { get; set; }

    /// <summary>Why the last attempt failed, in a word: <c>timeout</c>, <c>target-refused</c>, <c>unreachable</c>, <c>status</c>.</summary>
    public string? LastFault { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? SettledAt { get; set; }

    internal static Delivery Of(Guid subscription, string unitPath, string type, string body, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        SubscriptionId = subscription,
        UnitPath = unitPath,
        Type = type,
        Body = body,
        NextAt = now,
        CreatedAt = now,
    };

    internal static void Configure(EntityTypeBuilder<Delivery> entity)
    {
        entity.ToTable("deliveries", table =>
        {
            table.HasCheckConstraint("ck_state", "state IN ('Waiting', 'Delivered', 'Dead')");
            table.HasCheckConstraint("ck_settled", "(state = 'Waiting') = (settled_at IS NULL)");
        });
        entity.HasOne<WebhookSubscription>().WithMany().HasForeignKey(delivery => delivery.SubscriptionId).OnDelete(DeleteBehavior.Cascade);
        entity.HasIndex(delivery => delivery.NextAt).HasFilter("state = 'Waiting'");
        entity.HasIndex(delivery => new { delivery.SubscriptionId, delivery.State, delivery.Id });
    }
}
