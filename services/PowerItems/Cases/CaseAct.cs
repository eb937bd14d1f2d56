using Ronghe.PowerItems.Acts;
using Ronghe.PowerItems.Items;
using Ronghe.PowerItems.Ledger;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.PowerItems.Cases;

/// <summary>One act on a case, as it happened: a leaf of the ledger. Written once, never changed.</summary>
[AppendOnly]
internal sealed class CaseAct : IUnitScoped
{
    private CaseAct() { }

    public Guid Id { get; private set; }

    public Guid CaseId { get; private set; }

    /// <summary>The case's version after the act.</summary>
    public long CaseVersion { get; private set; }

    public string UnitPath { get; private set; } = null!;

    /// <summary>Name of the <see cref="ActKind"/>.</summary>
    public string Kind { get; private set; } = null!;

    public Guid? StepId { get; private set; }

    public string? StepKey { get; private set; }

    /// <summary>person or client.</summary>
    public string ActorKind { get; private set; } = null!;

    public string ActorSubject { get; private set; } = null!;

    /// <summary>What the act did, with everything that was looked up for it.</summary>
    public ActEffect Effect { get; private set; } = null!;

    /// <summary>The capacity in which the actor acted; null for acts that need none.</summary>
    public string? Post { get; private set; }

    public string? PostUnitPath { get; private set; }

    /// <summary>
    /// Conducted when the decision was made here; Recorded when the actor files what happened elsewhere (a body's resolution, an
    /// outside authority's reply, an execution, a notice served).
    /// </summary>
    public string Manner { get; private set; } = null!;

    /// <summary>The body whose collective decision is recorded; null when none.</summary>
    public string? Body { get; private set; }

    /// <summary>Further facts of the act that the ledger keeps: ids, keys and figures, never words of a person.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; private set; } = new Dictionary<string, string>();

    /// <summary>Lower-case hex SHA-256 of what was attached with the act.</summary>
    public string[] Attached { get; private set; } = [];

    /// <summary>Commitment to the opinion; the words are in <see cref="Input"/>. Null when nothing was said.</summary>
    public byte[]? Opinion { get; internal set; }

    /// <summary>The words; null when nothing was said, or when they were erased.</summary>
    public ActInput? Input { get; private set; }

    /// <summary>Commitment to the case's content at the time of the act.</summary>
    public byte[] Seen { get; internal set; } = null!;

    /// <summary>Leaf hash of the act before it in the same case; null for the first.</summary>
    public byte[]? Previous { get; internal set; }

    /// <summary>Hash of the leaf that this row is; set by the ledger when the act is recorded.</summary>
    public byte[] LeafHash { get; internal set; } = null!;

    public string ItemCode { get; private set; } = null!;

    public int ItemVersion { get; private set; }

    public DateTimeOffset At { get; private set; }

    public string? TraceId { get; private set; }

    /// <summary>The one factory of acts: every row of the ledger is made here.</summary>
    internal static CaseAct Of(PowerCase powerCase, IntendedAct act, ActEffect effect, string? traceId)
    {
        var step = powerCase.Steps.FirstOrDefault(candidate => act.StepId is { } id && candidate.Id == id);
        var capacity = effect.Assignment is { } place ? step!.Assignments[place] : null;
        return new CaseAct
        {
            Id = Guid.CreateVersion7(act.At),
            CaseId = powerCase.Id,
            UnitPath = powerCase.UnitPath,
            ItemCode = powerCase.ItemCode,
            ItemVersion = powerCase.ItemVersion,
            Kind = act.Kind.ToString(),
            StepId = act.StepId,
            StepKey = step?.Plan.Key,
            ActorKind = act.Actor.Kind,
            ActorSubject = act.Actor.Subject,
            Post = capacity?.Post ?? step?.Meeting?.Members.FirstOrDefault(member => member.PersonId == act.Actor.PersonId)?.Post,
            PostUnitPath = capacity?.UnitPath,
            Manner = step?.Plan.IsRecorded == true ? "Recorded" : "Conducted",
            Body = step?.Plan.Kind == StepKind.Collective ? step.Plan.Body.ToString() : null,
            Facts = ActFacts.Of(act, effect),
            Attached = [.. act.Attached.Select(file => file.Hash)],
            Effect = effect,
            At = act.At,
            TraceId = traceId,
        };
    }

    /// <summary>The case's version after the act, known once it was applied.</summary>
    internal void Number(long version) => CaseVersion = version;
}
