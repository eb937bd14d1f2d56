using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.Welfare.Ledger;
using Ronghe.Welfare.Programmes;

namespace Ronghe.Welfare.Claims;

/// <summary>What every claim of a running programme is judged by, in one row: whoever changes the programme's stock holds its lock.</summary>
internal sealed class ClaimGate
{
    public required Guid ProgrammeId { get; init; }

    public required string UnitPath { get; init; }

    public required string Kind { get; init; }

    public required string Mode { get; init; }

    public required int Year { get; init; }

    public required decimal Amount { get; init; }

    public required DateTimeOffset OpensAt { get; init; }

    public required DateTimeOffset ClosesAt { get; init; }

    public required int WindowSlots { get; init; }

    public required int WindowMinutes { get; init; }

    public string? CapCode { get; init; }

    public decimal? CapMost { get; init; }

    public required Guid CommittedAccount { get; init; }

    public required Guid PaidAccount { get; init; }

    /// <summary>False once settled: nothing goes out any more.</summary>
    public bool Open { get; set; } = true;

    internal static ClaimGate Of(Programme programme, ProgrammePlan plan, DateTimeOffset now) => new()
    {
        ProgrammeId = programme.Id,
        UnitPath = programme.UnitPath,
        Kind = programme.Kind,
        Mode = plan.Mode,
        Year = plan.Year,
        Amount = programme.AmountPerPerson,
        OpensAt = plan.OpensAt ?? now,
        ClosesAt = plan.ClosesAt ?? DateTimeOffset.MaxValue,
        WindowSlots = plan.WindowSlots,
        WindowMinutes = plan.WindowMinutes,
        CapCode = plan.Cap?.Code,
        CapMost = plan.Cap?.Most,
        CommittedAccount = Account(programme, plan, AccountKinds.Committed).Id,
        PaidAccount = Account(programme, plan, AccountKinds.Paid).Id,
    };

    internal static LedgerAccount Account(Programme programme, ProgrammePlan plan, string kind) =>
        LedgerAccount.Of(programme.UnitPath, plan.Year, plan.Line, kind, programme.Id);

    internal static void Configure(EntityTypeBuilder<ClaimGate> entity)
    {
        entity.ToTable("claim_gates");
        entity.HasKey(gate => gate.ProgrammeId);
        entity.Property(gate => gate.Amount).HasPrecision(12, 2);
        entity.Property(gate => gate.CapMost).HasPrecision(12, 2);
    }
}

/// <summary>Who is entitled, frozen when the programme started, and from which random window on.</summary>
internal sealed class Entitled
{
    public required Guid ProgrammeId { get; init; }

    public required Guid PersonId { get; init; }

    public required string UnitPath { get; init; }

    public required int Slot { get; init; }

    internal static void Configure(EntityTypeBuilder<Entitled> entity)
    {
        entity.ToTable("entitlements");
        entity.HasKey(row => new { row.ProgrammeId, row.PersonId });
    }
}

/// <summary>How many of a gift there are and how many went; the database lets no more go than there are.</summary>
internal sealed class GiftStock
{
    public required Guid ProgrammeId { get; init; }

    public required string Gift { get; init; }

    /// <summary>Null for enough.</summary>
    public required int? Stock { get; init; }

    public int Taken { get; private set; }

    internal static void Configure(EntityTypeBuilder<GiftStock> entity)
    {
        entity.ToTable("gift_stocks", table => table.HasCheckConstraint("never_more_than_there_is", "taken >= 0 AND (stock IS NULL OR taken <= stock)"));
        entity.HasKey(stock => new { stock.ProgrammeId, stock.Gift });
    }
}

/// <summary>Who waits for something to come back, in order.</summary>
internal sealed class Waiting
{
    public required Guid ProgrammeId { get; init; }

    public required Guid PersonId { get; init; }

    public required string Gift { get; init; }

    public required DateTimeOffset Since { get; init; }

    internal static void Configure(EntityTypeBuilder<Waiting> entity)
    {
        entity.ToTable("waiting_list");
        entity.HasKey(row => new { row.ProgrammeId, row.PersonId });
        entity.HasIndex(row => new { row.ProgrammeId, row.Gift, row.Since });
    }
}
