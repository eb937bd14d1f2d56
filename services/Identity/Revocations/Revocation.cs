using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Identity.Revocations;

/// <summary>Tokens of a session (a person's) or of a client are refused from now on. Numbered in the order of their commits.</summary>
internal sealed class Revocation
{
    private const long Lock = 0x7265766F6B65; // "revoke"

    /// <summary>An access token lives for five minutes; a clock may be wrong by as much again.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    public long Number { get; init; }

    /// <summary>A session's id, or a client's.</summary>
    public required string Session { get; init; }

    public required DateTimeOffset IssuedBefore { get; init; }

    public required DateTimeOffset ForgetAt { get; init; }

    // Numbers are drawn under a lock that is held until the commit: who has seen a number has seen all below it.
    internal static async Task Write(IdentityDb db, string[] sessions, DateTimeOffset now, DateTimeOffset issuedBefore, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Lock})", ct);
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO revocations (session, issued_before, forget_at) SELECT s, {issuedBefore}, {now + Remembered} FROM unnest({sessions}) s
            """, ct);
    }

    internal static async Task Forget(ServiceDatabase<IdentityDb> database, CancellationToken ct)
    {
        await using var command = database.App.CreateCommand("DELETE FROM revocations WHERE forget_at < now() - interval '1 hour'");
        await command.ExecuteNonQueryAsync(ct);
    }
}

internal sealed class RevocationConfiguration : IEntityTypeConfiguration<Revocation>
{
    public void Configure(EntityTypeBuilder<Revocation> builder)
    {
        builder.ToTable("revocations");
        builder.HasKey(revocation => revocation.Number);
        // The convention that keys are set in code does not hold for this one.
        builder.Property(revocation => revocation.Number).UseIdentityAlwaysColumn();
        builder.HasIndex(revocation => revocation.Session);
        builder.HasIndex(revocation => revocation.ForgetAt);
    }
}
