using System.Diagnostics;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Ronghe.ServiceDefaults.Idempotency;
using Ronghe.ServiceDefaults.Messaging.Outbox;

namespace Ronghe.ServiceDefaults.Databases;

/// <summary>A service's database: its own tables, and the outbox and stored answers that every service has.</summary>
public abstract class ServiceDb(DbContextOptions options) : DbContext(options)
{
    /// <summary>Web defaults; what is stored in jsonb columns and what travels on the bus is written with these.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    /// <summary>True between a save with events and the commit that makes them visible to the relay.</summary>
    internal bool HasUnsignalledEvents { get; set; }

    internal DbSet<OutboxMessage> Outbox => Set<OutboxMessage>();

    /// <summary>
    /// Saves the tracked changes and the events in one transaction: the running one when there is one. The only way to publish.
    /// </summary>
    public Task SaveAndPublishAsync(IReadOnlyCollection<object> events, CancellationToken ct) => SaveAndPublishAtAsync(DateTimeOffset.MinValue, events, ct);

    /// <summary>
    /// Like <see cref="SaveAndPublishAsync(IReadOnlyCollection{object}, CancellationToken)"/>, but the events leave at
    /// <paramref name="dueAt"/>, within about a second; at once when that has passed. Restarts change nothing.
    /// </summary>
    public async Task SaveAndPublishAtAsync(DateTimeOffset dueAt, IReadOnlyCollection<object> events, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(events);
        var now = this.GetService<TimeProvider>().GetUtcNow();
        var due = dueAt > now ? dueAt.ToUniversalTime() : now;
        foreach (var message in events)
        {
            Outbox.Add(OutboxMessage.Of(message, Activity.Current?.Id, now, due));
        }

        HasUnsignalledEvents |= events.Count > 0;
        await SaveChangesAsync(ct);
        if (Database.CurrentTransaction is null) SignalCommitted();
    }

    /// <inheritdoc cref="SaveAndPublishAsync(IReadOnlyCollection{object}, CancellationToken)"/>
    public Task SaveAndPublishAsync(CancellationToken ct, params object[] events) => SaveAndPublishAsync(events, ct);

    internal void SignalCommitted()
    {
        if (!HasUnsignalledEvents) return;
        HasUnsignalledEvents = false;
        ChangeTracker.Entries<OutboxMessage>().ToList().ForEach(entry => entry.State = EntityState.Detached);
        this.GetService<OutboxSignals>().Set(GetType());
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        configurationBuilder.Conventions.Add(_ => new HouseConvention());
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        OutboxMessage.Configure(modelBuilder.Entity<OutboxMessage>());
        StoredAnswer.Configure(modelBuilder.Entity<StoredAnswer>());
    }
}
