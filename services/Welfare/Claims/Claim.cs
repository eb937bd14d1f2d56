using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Welfare.Claims;

/// <summary>What one person receives from one programme: issued to them, claimed by them or won in a draw.</summary>
internal sealed class Claim : IUnitScoped
{
    internal const string Held = nameof(Held);
    internal const string PickedUp = nameof(PickedUp);
    internal const string Returned = nameof(Returned);

    public required Guid Id { get; init; }

    public required Guid ProgrammeId { get; init; }

    public required Guid PersonId { get; init; }

    /// <summary>The person's unit when claiming: also where it is picked up.</summary>
    public required string UnitPath { get; init; }

    public required string Kind { get; init; }

    public required int Year { get; init; }

    public required string Gift { get; set; }

    public required decimal Amount { get; init; }

    /// <summary>Issue, Claim or Draw.</summary>
    public required string How { get; init; }

    public string State { get; private set; } = Held;

    /// <summary>Idempotency-Key of the request; null for what was issued.</summary>
    public string? Key { get; init; }

    /// <summary>The ledger entry that paid for it.</summary>
    public required Guid EntryId { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? PickedUpAt { get; private set; }

    public long Version { get; private set; } = 1;

    internal Refusal? PickUp(DateTimeOffset at)
    {
        if (State == PickedUp) return ClaimRefusals.CodeUsed;
        if (State == Returned) return ClaimRefusals.Returned;
        (State, PickedUpAt) = (PickedUp, at);
        Version++;
        return null;
    }

    internal Refusal? Return()
    {
        if (State == Returned) return ClaimRefusals.Returned;
        State = Returned;
        Version++;
        return null;
    }

    internal Refusal? Exchange(string gift)
    {
        if (State == Returned) return ClaimRefusals.Returned;
        Gift = gift;
        Version++;
        return null;
    }

    internal static void Configure(EntityTypeBuilder<Claim> entity)
    {
        entity.ToTable("claims", table =>
        {
            table.HasCheckConstraint("claim_state", "state IN ('Held', 'PickedUp', 'Returned')");
            table.HasCheckConstraint("claim_amount", "amount > 0");
        });
        entity.HasKey(claim => claim.Id);
        entity.Property(claim => claim.Amount).HasPrecision(12, 2);
        entity.HasIndex(claim => new { claim.ProgrammeId, claim.PersonId }).IsUnique().HasFilter("state <> 'Returned'").HasDatabaseName("one_claim_a_person");
        entity.HasIndex(claim => new { claim.PersonId, claim.Year });
    }
}
