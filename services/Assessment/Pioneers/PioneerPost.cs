using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.Contracts.Assessment;
using Ronghe.Contracts.PowerItems;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Assessment.Pioneers;

/// <summary>A Party member's pioneer post for a season. Named, kept and withdrawn by power case PTY-08, never by anything else.</summary>
internal sealed class PioneerPost : IUnitScoped
{
    internal const string About = "assessment.pioneer-post";
    internal const string Proposed = nameof(Proposed);
    internal const string Named = nameof(Named);
    internal const string Refused = nameof(Refused);
    internal const string Withdrawn = nameof(Withdrawn);

    public required Guid Id { get; init; }

    public required string Title { get; init; }

    public required string Duties { get; init; }

    /// <summary>FirePrevention or Restoration.</summary>
    public required string Season { get; init; }

    public required Guid PersonId { get; init; }

    public required string UnitPath { get; init; }

    /// <summary>The bureau whose power case decides.</summary>
    public required string DecidingUnit { get; init; }

    public required string ProposedBy { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }

    public string State { get; private set; } = Proposed;

    /// <summary>What the running or next case decides: Name, Review or Withdraw; null when nothing is proposed.</summary>
    public string? Matter { get; private set; } = "Name";

    /// <summary>What the deciders are shown of the matter.</summary>
    public string? Digest { get; private set; }

    public Guid? AuthorityCaseId { get; private set; }

    /// <summary>A year after it was named or reviewed; from then on it waits for review or withdrawal.</summary>
    public DateOnly? ReviewDue { get; private set; }

    public long Version { get; private set; } = 1;

    internal void Propose(string matter)
    {
        (Matter, Version) = (matter, Version + 1);
        Digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Id}\n{matter}\n{PersonId}\n{Season}\n{Title}\n{Duties}\n{Version}\n")));
    }

    /// <summary>Names, keeps or withdraws on a closed case about exactly the proposed matter; the event to tell, if any.</summary>
    internal object? Settle(CaseClosed closed, DateOnly day)
    {
        var matter = Matter;
        (Matter, AuthorityCaseId, Version) = (null, closed.CaseId, Version + 1);
        if (closed.Outcome != "Approved" || closed.AboutDigest != Digest)
        {
            if (matter == "Name") State = Refused;
            return null;
        }

        if (matter == "Withdraw")
        {
            State = Withdrawn;
            return new PioneerPostWithdrawn(Id, Version, PersonId, UnitPath, closed.CaseId, closed.At);
        }

        (State, ReviewDue) = (Named, day.AddYears(1));
        return new PioneerPostNamed(Id, Version, PersonId, UnitPath, Season, closed.CaseId, closed.At);
    }

    internal static void Configure(EntityTypeBuilder<PioneerPost> entity)
    {
        entity.ToTable("pioneer_posts", table => table.HasCheckConstraint("pioneer_authority", "state = 'Proposed' OR authority_case_id IS NOT NULL"));
        entity.HasKey(post => post.Id);
        entity.HasIndex(post => post.PersonId);
    }
}
