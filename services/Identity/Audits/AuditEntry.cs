using System.Diagnostics;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Identity.Audits;

/// <summary>Something that somebody did, or tried. Written in the transaction of the act; never changed, never deleted.</summary>
[AppendOnly]
internal sealed class AuditEntry
{
    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>What was done, such as <c>SignIn</c> or the name of an endpoint.</summary>
    public required string Act { get; init; }

    /// <summary>See <see cref="AuditOutcomes"/>.</summary>
    public required string Outcome { get; init; }

    /// <summary>Person or client id; empty when nobody is known.</summary>
    public required string Actor { get; init; }

    /// <summary>Whom or what it concerned; empty when nothing in particular.</summary>
    public required string Subject { get; init; }

    /// <summary>Unit under which the entry is read: the actor's.</summary>
    public required string UnitPath { get; init; }

    public required string Address { get; init; }

    public required string TraceId { get; init; }

    /// <summary>A JSON object as text: its bytes are part of the chain.</summary>
    public required string Details { get; init; }

    internal static AuditEntry Of(
        DateTimeOffset now, string act, string outcome, string actor, string subject, string unitPath, string address, object? details = null) => new()
    {
        Id = Guid.CreateVersion7(now),
        // PostgreSQL keeps microseconds.
        At = new DateTimeOffset(now.UtcTicks / 10 * 10, TimeSpan.Zero),
        Act = act,
        Outcome = outcome,
        Actor = actor,
        Subject = subject,
        UnitPath = unitPath,
        Address = address,
        TraceId = Activity.Current?.TraceId.ToHexString() ?? "",
        Details = JsonSerializer.Serialize(details ?? new { }, ServiceDb.Json),
    };
}

internal static class AuditOutcomes
{
    internal const string Done = "Done";
    internal const string Refused = "Refused";
}

/// <summary>An entry that waits for its place in the chain.</summary>
internal sealed class AuditQueued
{
    public required Guid EntryId { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>An entry's place in the chain: gap-free numbers, each link made from the one before and the entry.</summary>
[AppendOnly]
internal sealed class AuditLink
{
    public required long Number { get; init; }

    public required Guid EntryId { get; init; }

    public required byte[] Link { get; init; }
}

internal sealed class AuditConfiguration : IEntityTypeConfiguration<AuditEntry>, IEntityTypeConfiguration<AuditQueued>, IEntityTypeConfiguration<AuditLink>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("audit_entries");
        builder.HasIndex(entry => entry.At);
        builder.HasIndex(entry => new { entry.Actor, entry.At });
        builder.HasIndex(entry => new { entry.Subject, entry.At });
    }

    public void Configure(EntityTypeBuilder<AuditQueued> builder)
    {
        builder.ToTable("audit_queue");
        builder.HasKey(queued => queued.EntryId);
    }

    public void Configure(EntityTypeBuilder<AuditLink> builder)
    {
        builder.ToTable("audit_links");
        builder.HasKey(link => link.Number);
        builder.HasIndex(link => link.EntryId).IsUnique();
        builder.HasOne<AuditEntry>().WithMany().HasForeignKey(link => link.EntryId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal static class AuditTrail
{
    /// <summary>Keeps the entry with the next save.</summary>
    internal static void Record(this IdentityDb db, AuditEntry entry) =>
        db.AddRange(entry, new AuditQueued { EntryId = entry.Id, At = entry.At });

    /// <summary>Keeps it although what it tells of is rolled back.</summary>
    internal static async Task RecordAlone(this UnitOfWorkFactory<IdentityDb> factory, AuditEntry entry, CancellationToken ct)
    {
        await using var work = await factory.BeginAsync(UnitScope.Everything, ct);
        work.Db.Record(entry);
        await work.Db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
    }
}
