using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.Contracts.PowerItems;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Problems;
using Ronghe.Welfare.Ledger;

namespace Ronghe.Welfare.Budgets;

/// <summary>Money to be moved from one line to another of the same unit and year. Only a closed power case moves it.</summary>
internal sealed class Transfer : IUnitScoped
{
    internal const string AboutKind = "welfare.transfer";
    internal const string AuthorityItem = "UNI-01";

    public required Guid Id { get; init; }

    public required string UnitPath { get; init; }

    public required int Year { get; init; }

    public required string FromLine { get; init; }

    public required string ToLine { get; init; }

    public required decimal Amount { get; init; }

    public required string Reason { get; init; }

    public required string ProposedBy { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }

    /// <summary>AwaitingAuthority, Made or Refused.</summary>
    public string State { get; private set; } = "AwaitingAuthority";

    /// <summary>Why it was refused; null otherwise.</summary>
    public string? Refused { get; private set; }

    public Guid? AuthorityCaseId { get; private set; }

    public long Version { get; private set; } = 1;

    internal string Digest => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', AboutKind, Id, UnitPath, Year, FromLine, ToLine, LedgerRefusals.Yuan(Amount), Reason.Normalize(NormalizationForm.FormC)))));

    internal Movement Movement => new(EntryKinds.Transfer, CauseKinds.Case, AuthorityCaseId!.Value,
        LedgerAccount.Available(UnitPath, Year, FromLine), LedgerAccount.Available(UnitPath, Year, ToLine), Amount);

    /// <summary>True when the closed case is for the deciders of this transfer and it waits for one.</summary>
    internal bool Hears(CaseClosed closed) => State == "AwaitingAuthority" && closed.UnitPath == UnitPath;

    internal void Decide(CaseClosed closed)
    {
        AuthorityCaseId = closed.CaseId;
        Refused = Programmes.RefusalReasons.Of(AuthorityItem, Digest, closed);
        State = Refused is null ? "Made" : "Refused";
        Version++;
    }

    internal void Refuse(Refusal refusal) => (State, Refused) = ("Refused", refusal.Type);

    internal static void Configure(EntityTypeBuilder<Transfer> entity)
    {
        entity.ToTable("budget_transfers", table =>
        {
            table.HasCheckConstraint("transfer_state", "state IN ('AwaitingAuthority', 'Made', 'Refused') AND (state = 'Refused') = (refused IS NOT NULL)");
            table.HasCheckConstraint("transfer_authority", "state <> 'Made' OR authority_case_id IS NOT NULL");
            table.HasCheckConstraint("transfer_amount", "amount > 0 AND from_line <> to_line");
        });
        entity.HasKey(transfer => transfer.Id);
        entity.Property(transfer => transfer.Amount).HasPrecision(18, 2);
        entity.HasIndex(transfer => transfer.AuthorityCaseId).IsUnique();
    }
}
