using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.Contracts.Assessment;
using Ronghe.Contracts.PowerItems;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Assessment.Honours;

/// <summary>An honour or a sanction. It takes effect by a power case about exactly this content, and rests on a named version of a score.</summary>
internal sealed class Honour : IUnitScoped
{
    internal const string About = "assessment.honour";
    internal const string AboutSanction = "assessment.sanction";
    internal const string Proposed = nameof(Proposed);
    internal const string Granted = nameof(Granted);
    internal const string Refused = nameof(Refused);

    public required Guid Id { get; init; }

    /// <summary>Honour or Sanction.</summary>
    public required string Kind { get; init; }

    /// <summary>Honour: Member, Worker, Branch, Model. Sanction: Talk, Criticism, Check, Adjust, Transfer.</summary>
    public required string Name { get; init; }

    public required string SubjectKind { get; init; }

    public Guid? PersonId { get; init; }

    public Guid? BranchId { get; init; }

    public required string UnitPath { get; init; }

    /// <summary>The unit whose power case decides.</summary>
    public required string DecidingUnit { get; init; }

    public Guid? CycleId { get; init; }

    /// <summary>The version of the score that it rests on; null for none.</summary>
    public Guid? ScoreId { get; init; }

    public required string Digest { get; init; }

    public required string ProposedBy { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }

    public string State { get; private set; } = Proposed;

    public Guid? AuthorityCaseId { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    public long Version { get; private set; } = 1;

    internal string Item => Kind == "Honour" ? "PTY-09" : "PTY-11";

    /// <summary>Lower-case hex SHA-256 of what the deciders are asked to agree to, one value a line.</summary>
    internal static string DigestOf(Guid id, string kind, string name, string subjectKind, string subject, Guid? scoreId) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{id}\n{kind}\n{name}\n{subjectKind}\n{subject}\n{scoreId}\n")));

    /// <summary>Grants or refuses; the event to tell when it was granted.</summary>
    internal object? Settle(CaseClosed closed)
    {
        (AuthorityCaseId, DecidedAt, Version) = (closed.CaseId, closed.At, Version + 1);
        State = closed.Outcome == "Approved" && closed.AboutDigest == Digest ? Granted : Refused;
        if (State == Refused) return null;
        return Kind == "Honour"
            ? new HonourGranted(Id, Version, Name, SubjectKind, PersonId, BranchId, UnitPath, CycleId, closed.CaseId, closed.At)
            : new SanctionRecorded(Id, Version, Name, PersonId, UnitPath, closed.CaseId, closed.At);
    }

    internal static void Configure(EntityTypeBuilder<Honour> entity)
    {
        entity.ToTable("honours", table => table.HasCheckConstraint("honour_authority", "state = 'Proposed' OR authority_case_id IS NOT NULL"));
        entity.HasKey(honour => honour.Id);
        entity.HasIndex(honour => honour.ScoreId);
    }
}
