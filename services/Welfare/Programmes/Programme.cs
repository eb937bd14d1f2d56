using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Ronghe.Contracts.PowerItems;
using Ronghe.Contracts.Welfare;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Welfare.Programmes;

/// <summary>A welfare programme. Once submitted its content never changes; a closed power case publishes or refuses it, nothing else does.</summary>
internal sealed class Programme : IUnitScoped
{
    internal const string AboutKind = "welfare.programme";

    public required Guid Id { get; init; }

    public required string UnitPath { get; init; }

    public required string Kind { get; init; }

    public required string Title { get; init; }

    public required string Description { get; init; }

    public required decimal AmountPerPerson { get; init; }

    public required int Headcount { get; set; }

    public required decimal Budget { get; set; }

    public required string Digest { get; set; }

    /// <summary>Festival that it is about; empty for none.</summary>
    public string Occasion { get; init; } = "";

    /// <summary>How it is carried out; null for a programme that is carried out elsewhere.</summary>
    public ProgrammePlan? Plan { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public string State { get; private set; } = ProgrammeStates.AwaitingAuthority;

    public string? Reason { get; private set; }

    public Guid? AuthorityCaseId { get; private set; }

    public string? AuthorityDigest { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    public long Version { get; private set; } = 1;

    internal static Programme Propose(ProgrammeContent content, ProgrammePlan? plan, string createdBy, DateTimeOffset now) => new()
    {
        Plan = plan,
        Occasion = plan?.Occasion ?? "",
        State = plan is null ? ProgrammeStates.AwaitingAuthority : ProgrammeStates.Draft,
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

    /// <summary>Puts a draft, with what its dry run found, before the deciders.</summary>
    internal Refusal? Submit(int entitled)
    {
        if (State != ProgrammeStates.Draft) return ProgrammeRefusals.NotNow(State);
        if (entitled == 0) return ProgrammeRefusals.NobodyEntitled;
        Headcount = Math.Min(entitled, Plan!.Stock ?? int.MaxValue);
        Budget = AmountPerPerson * Headcount;
        Digest = Content.ComputeDigest();
        State = ProgrammeStates.AwaitingAuthority;
        Version++;
        return null;
    }

    /// <summary>Published → Running → Settled → MadePublic, one step at a time.</summary>
    internal Refusal? Advance(string to)
    {
        var from = to switch
        {
            ProgrammeStates.Running => ProgrammeStates.Published,
            ProgrammeStates.Settled => ProgrammeStates.Running,
            _ => ProgrammeStates.Settled,
        };
        if (State != from || Plan is null) return ProgrammeRefusals.NotNow(State);
        State = to;
        Version++;
        return null;
    }

    /// <summary>Takes the approval back before anybody was told: the ledger cannot pay for it.</summary>
    internal void Refuse(string reason) => (State, Reason) = (ProgrammeStates.Refused, reason);

    internal ProgrammeContent Content => new(Id, UnitPath, Kind, Title, Description, AmountPerPerson, Headcount, Plan?.ComputeDigest());

    /// <summary>Publishes or refuses on a case that was closed about this programme. Null when there is nothing to tell.</summary>
    internal ProgrammePublished? Settle(CaseClosed closed)
    {
        // A case of another unit has no say here: otherwise any unit could block any other's programme.
        if (State != ProgrammeStates.AwaitingAuthority || closed.UnitPath != UnitPath) return null;

        (AuthorityCaseId, AuthorityDigest, DecidedAt) = (closed.CaseId, closed.AboutDigest, closed.At);
        Reason = RefusalReasons.Of(ProgrammeKinds.ItemOf(Kind), Digest, closed);
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
            table.HasCheckConstraint("programme_state", "state IN ('Draft', 'AwaitingAuthority', 'Published', 'Running', 'Settled', 'MadePublic', 'Refused')");
            table.HasCheckConstraint("programme_authority",
                "state IN ('Draft', 'AwaitingAuthority', 'Refused') OR (authority_case_id IS NOT NULL AND authority_digest IS NOT NULL AND authority_digest = digest)");
            table.HasCheckConstraint("programme_reason", "(state = 'Refused') = (reason IS NOT NULL)");
            table.HasCheckConstraint("programme_budget", "headcount > 0 AND amount_per_person > 0 AND budget = amount_per_person * headcount");
        });
        entity.HasKey(programme => programme.Id);
        entity.Property(programme => programme.AmountPerPerson).HasPrecision(12, 2);
        entity.Property(programme => programme.Budget).HasPrecision(18, 2);
        entity.Property(programme => programme.Plan).HasColumnType("json").HasConversion(new ValueConverter<ProgrammePlan?, string>(
            plan => JsonSerializer.Serialize(plan, ServiceDb.Json), json => JsonSerializer.Deserialize<ProgrammePlan>(json, ServiceDb.Json)));
        entity.HasIndex(programme => programme.AuthorityCaseId).IsUnique();
        entity.HasIndex(programme => new { programme.State, programme.CreatedAt });
    }
}
