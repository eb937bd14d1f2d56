using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Welfare.Ledger;

/// <summary>One movement of money and what caused it. Never changed; taken back only by a counter-entry that names it.</summary>
[AppendOnly]
internal sealed class LedgerEntry : IUnitScoped
{
    public required Guid Id { get; init; }

    public required string UnitPath { get; init; }

    public required string Kind { get; init; }

    /// <summary>Programme, Claim, Case or Event.</summary>
    public required string CauseKind { get; init; }

    public required Guid CauseId { get; init; }

    /// <summary>The entry that this one takes back; null for any other entry.</summary>
    public Guid? Reverses { get; init; }

    public required string PostedBy { get; init; }

    public required DateTimeOffset At { get; init; }

    internal static void Configure(EntityTypeBuilder<LedgerEntry> entity)
    {
        entity.ToTable("ledger_entries", table =>
        {
            table.HasCheckConstraint("ledger_entry_kind", "kind IN ('Budget', 'Commit', 'Pay', 'Settle', 'Release', 'Transfer', 'CarryOver', 'Reverse')");
            table.HasCheckConstraint("ledger_entry_cause", "cause_kind IN ('Programme', 'Claim', 'Case', 'Event')");
            table.HasCheckConstraint("ledger_entry_reverse", "(kind = 'Reverse') = (reverses IS NOT NULL)");
        });
        entity.HasKey(entry => entry.Id);
        entity.HasIndex(entry => entry.Reverses).IsUnique();
        entity.HasIndex(entry => new { entry.CauseKind, entry.CauseId });
        entity.HasIndex(entry => new { entry.UnitPath, entry.At });
    }
}

/// <summary>One side of an entry. The sides of an entry sum to zero, which the database checks for every insert.</summary>
[AppendOnly]
internal sealed class LedgerPosting : IUnitScoped
{
    public required Guid EntryId { get; init; }

    public required Guid AccountId { get; init; }

    public required string UnitPath { get; init; }

    public required decimal Amount { get; init; }

    internal static void Configure(EntityTypeBuilder<LedgerPosting> entity)
    {
        entity.ToTable("ledger_postings", table => table.HasCheckConstraint("ledger_posting_amount", "amount <> 0"));
        entity.HasKey(posting => new { posting.EntryId, posting.AccountId });
        entity.Property(posting => posting.Amount).HasPrecision(18, 2);
        entity.HasIndex(posting => posting.AccountId);
    }
}

internal static class EntryKinds
{
    internal const string Budget = nameof(Budget);
    internal const string Commit = nameof(Commit);
    internal const string Pay = nameof(Pay);
    internal const string Settle = nameof(Settle);
    internal const string Release = nameof(Release);
    internal const string Transfer = nameof(Transfer);
    internal const string CarryOver = nameof(CarryOver);
    internal const string Reverse = nameof(Reverse);
}

internal static class CauseKinds
{
    internal const string Programme = nameof(Programme);
    internal const string Claim = nameof(Claim);
    internal const string Case = nameof(Case);
    internal const string Event = nameof(Event);
}
