using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Welfare.Ledger;

/// <summary>
/// Where money of a unit's budget line stands. The balance is moved by the database alone, whenever a posting is inserted, and a
/// constraint keeps it from falling below zero: the service may neither write it nor overdraw it.
/// </summary>
[AppendOnly]
internal sealed class LedgerAccount : IUnitScoped
{
    public required Guid Id { get; init; }

    public required string UnitPath { get; init; }

    public required int Year { get; init; }

    /// <summary>Budget line; empty for the account that the contribution comes from.</summary>
    public required string Line { get; init; }

    public required string Kind { get; init; }

    /// <summary>The programme that the money is promised to or was spent by; null for money still free.</summary>
    public required Guid? ProgrammeId { get; init; }

    public decimal Balance { get; private set; }

    internal static LedgerAccount Funding(string unitPath, int year) => Of(unitPath, year, "", AccountKinds.Funding, null);

    internal static LedgerAccount Available(string unitPath, int year, string line) => Of(unitPath, year, line, AccountKinds.Available, null);

    internal static LedgerAccount Of(string unitPath, int year, string line, string kind, Guid? programmeId) => new()
    {
        Id = IdOf($"{unitPath}|{year}|{line}|{kind}|{programmeId}"),
        UnitPath = unitPath,
        Year = year,
        Line = line,
        Kind = kind,
        ProgrammeId = programmeId,
    };

    internal static void Configure(EntityTypeBuilder<LedgerAccount> entity)
    {
        entity.ToTable("ledger_accounts", table =>
        {
            table.HasCheckConstraint("ledger_never_negative", "kind = 'Funding' OR balance >= 0");
            table.HasCheckConstraint("ledger_account_kind", "kind IN ('Funding', 'Available', 'Committed', 'Paid', 'Settled')");
            table.HasCheckConstraint("ledger_account_programme", "(kind IN ('Committed', 'Paid', 'Settled')) = (programme_id IS NOT NULL)");
        });
        entity.HasKey(account => account.Id);
        entity.Property(account => account.Balance).HasPrecision(18, 2);
        entity.HasIndex(account => new { account.UnitPath, account.Year });
        entity.HasIndex(account => account.ProgrammeId);
    }

    // The same place always has the same id, so nobody has to look it up first.
    private static Guid IdOf(string place) => new(SHA256.HashData(Encoding.UTF8.GetBytes(place)).AsSpan(0, 16), bigEndian: true);
}

internal static class AccountKinds
{
    /// <summary>Where the contribution comes from: the one kind that goes below zero.</summary>
    internal const string Funding = nameof(Funding);
    internal const string Available = nameof(Available);
    internal const string Committed = nameof(Committed);
    internal const string Paid = nameof(Paid);
    internal const string Settled = nameof(Settled);
}
