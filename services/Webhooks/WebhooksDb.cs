using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.Webhooks.Deliveries;
using Ronghe.Webhooks.Subscribing;

namespace Ronghe.Webhooks;

/// <summary>The database of the Webhooks service: who wants to be told of what, and what was told to whom.</summary>
public sealed class WebhooksDb(DbContextOptions<WebhooksDb> options) : ServiceDb(options)
{
    internal DbSet<WebhookSubscription> Subscriptions => Set<WebhookSubscription>();

    internal DbSet<Delivery> Deliveries => Set<Delivery>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        WebhookSubscription.Configure(modelBuilder.Entity<WebhookSubscription>());
        Delivery.Configure(modelBuilder.Entity<Delivery>());
    }
}

internal sealed class WebhooksDbDesign : DesignTimeDb<WebhooksDb>;
