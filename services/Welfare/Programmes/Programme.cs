using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.Contracts.PowerItems;
using Ronghe.Contracts.Welfare;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Welfare.Programmes;

/// <summary>A welfare programme. Its content never changes; a closed power case publishes or refuses it, nothing else does.</summary>
internal sealed class Programme : IUnitScoped
{
    internal const string AboutKind = "welfare.programme";

    public required Guid Id { get; init; }

    public required string UnitPath { get; init; }

    public required string Kind { get; init; }

    public required string Title { get; init; }

    public required string Description { get; init; }

    public required decimal AmountPerPerson { get; init; }

    public required int Headcount { get; init; }

    public required decimal Budget { get; init; }

    public required string Digest { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public string State { get; private set; } = ProgrammeStates.AwaitingAuthority;

    public string? Reason { get; private set; }

    public Guid? AuthorityCaseId { get; private set; }

    public string? AuthorityDigest { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    public long Version { get; private set; } = 1;

    internal static Programme Propose(ProgrammeContent content, string createdBy, DateTimeOffset now) => new()
    {
        Id = content.ProgrammeId,
        UnitPath = content.UnitPath,
        Kind = content.Kind,
        Title = content.Title,
        Description = content.Description,
        AmountPerPerson = content.AmountPerPerson,
        Headcount = content.Headcount,
        Budget = content.Budget,
        Digest = content.ComputeDigest(),
        CreatedBy = createdBy,
        CreatedAt = now,
    };

    /// <summary>Publishes or refuses on a case that was closed about this programme. Null when there is nothing to tell.</summary>
    internal ProgrammePublished? Settle(CaseClosed closed)
    {
        // A case of another unit has no say here: otherwise any unit could block any other's programme.
        if (State != ProgrammeStates.AwaitingAuthority || closed.UnitPath != UnitPath) return null;

        (AuthorityCaseId, AuthorityDigest, DecidedAt) = (closed.CaseId, closed.AboutDigest, closed.At);
        Reason = RefusalReasons.Of(this, closed);
        State = Reason is null ? ProgrammeStates.Published : ProgrammeStates.Refused;
        Version++;
        return Reason is null
            ? new ProgrammePublished(Id, Version, Kind, UnitPath, closed.CaseId, Budget, closed.At)
            : null;
    }

    internal static void Configure(EntityTypeBuilder<Programme> entity)
    {
        entity.ToTable("programmes", table =>
        {
            table.HasCheckConstraint("programme_state", "state IN ('AwaitingAuthority', 'Published', 'Refused')");
            table.HasCheckConstraint("programme_authority",
                "state <> 'Published' OR (authority_case_id IS NOT NULL AND authority_digest IS NOT NULL AND authority_digest = digest)");
            table.HasCheckConstraint("programme_reason", "(state = 'Refused') = (reason IS NOT NULL)");
            table.HasCheckConstraint("programme_budget", "headcount > 0 AND amount_per_person > 0 AND budget = amount_per_person * headcount");
        });
        entity.HasKey(programme => programme.Id);
        entity.Property(programme => programme.AmountPerPerson).HasPrecision(12, 2);
        entity.Property(programme => programme.Budget).HasPrecision(18, 2);
        entity.HasIndex(programme => programme.AuthorityCaseId).IsUnique();
        entity.HasIndex(programme => new { programme.State, programme.CreatedAt });
    }
}
