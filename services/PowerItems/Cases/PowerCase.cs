using System.Text.Json;
using Ronghe.PowerItems.Acts;
using Ronghe.PowerItems.Items;
using Ronghe.PowerItems.Permissions;
using Ronghe.PowerItems.Timers;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.PowerItems.Cases;

public enum CaseState { Running, Approved, Rejected, Returned, Terminated }

/// <summary>Somebody who decided for a post, in a step that may have been returned since.</summary>
internal sealed record ActedFor(Guid PersonId, string Post);

/// <summary>The last act that moved the case.</summary>
internal sealed record LastAct(ActKind Kind, string Subject, Guid? StepId, int? Assignment);

/// <summary>
/// One run of a power item. Every transition of a case and its steps happens in this class: an act is checked, its effect is worked
/// out, and <see cref="Apply"/> makes it so. Applying the stored acts in their order to nothing gives the same case.
/// </summary>
internal sealed partial class PowerCase : IUnitScoped
{
    public Guid Id { get; private set; }

    public string ItemCode { get; private set; } = null!;

    public int ItemVersion { get; private set; }

    public string ItemName { get; private set; } = null!;

    public string ItemNameEn { get; private set; } = null!;

    public string Domain { get; private set; } = null!;

    public string UnitPath { get; private set; } = null!;

    public string Title { get; private set; } = null!;

    public CaseState State { get; private set; }

    /// <summary>Grows with every act; a closing act counts twice, because it is told by two events.</summary>
    public long Version { get; private set; }

    public IReadOnlyDictionary<string, JsonElement> Form { get; private set; } = null!;

    public IReadOnlyList<CaseMaterial> Materials { get; private set; } = null!;

    public AmountTier? Tier { get; private set; }

    public CaseSubject? About { get; private set; }

    public CaseInitiator Initiator { get; private set; } = null!;

    public IReadOnlyList<CaseStep> Steps { get; private set; } = null!;

    public IReadOnlyList<IReadOnlyList<string>> Separate { get; private set; } = null!;

    /// <summary>Subjects who may read the case wherever they work: its initiator and everybody it was ever assigned to.</summary>
    public string[] Participants { get; private set; } = [];

    /// <summary>People for whom the active step waits; empty once closed.</summary>
    public Guid[] WaitingFor { get; private set; } = [];

    /// <summary>Version after the last act that moved the case: who saw an older one must look again.</summary>
    public long StandsSince { get; private set; }

    public LastAct? Last { get; private set; }

    /// <summary>Everybody who ever decided something in the case, with the post: segregation outlives a return.</summary>
    public IReadOnlyList<ActedFor> Acted { get; private set; } = [];

    /// <summary>Who got a copy.</summary>
    public Guid[] Copies { get; private set; } = [];

    /// <summary>Who confirmed having read the case.</summary>
    public Guid[] Readers { get; private set; } = [];

    public IReadOnlyList<AttachedFile> Files { get; private set; } = [];

    public DateTimeOffset? UrgedAt { get; private set; }

    public CaseAlert Alert { get; private set; }

    /// <summary>When the colour changes next; null while there is no limit or its clock stands still.</summary>
    public DateTimeOffset? NextAlertAt { get; private set; }

    /// <summary>When the active step is due; null without a limit.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    public DateTimeOffset OpenedAt { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>W3C traceparent of the request that opened the case; null when it was not traced.</summary>
    public string? TraceParent { get; private set; }

    /// <summary>128 random bits behind the commitments of the case's acts; null before its first act, and after erasure.</summary>
    public byte[]? Salt { get; internal set; }

    /// <summary>Leaf hash of the case's last act: the next one names it.</summary>
    public byte[]? LastLeaf { get; internal set; }

    /// <summary>False once decided or terminated: nothing changes it any more.</summary>
    internal bool IsOpen => State is CaseState.Running or CaseState.Returned;

    /// <summary>The step that is being worked on; null when the case is not running.</summary>
    internal CaseStep? ActiveStep => Steps.FirstOrDefault(step => step.State == StepState.Active);

    /// <summary>The step that follows the active one; null for the last.</summary>
    internal CaseStep? NextStep => Steps.FirstOrDefault(step => step.State == StepState.Waiting);

    /// <summary>Opens a case and activates its first step. Refused while somebody is missing who could decide one of its steps.</summary>
    internal static Refusal? Open(CaseOpening opening, ActWorld world, out PowerCase powerCase, out Taken taken)
    {
        taken = null!;
        powerCase = Empty(opening);
        var act = new IntendedAct(ActKind.Open, new ActActor(opening.Initiator.Kind, opening.Initiator.Subject, opening.Initiator.PersonId), opening.At, 0)
        {
            Submission = opening.Submission(),
        };
        if (ActEffects.Of(powerCase, act, null, world, out var effect) is { } refusal) return refusal;
        taken = powerCase.Record(act, effect);
        return null;
    }

    /// <summary>Takes an act. Nothing changes when refused.</summary>
    internal Refusal? Take(IntendedAct act, ActWorld world, out Taken taken)
    {
        taken = null!;
        if (CasePermissions.Check(this, act, out var place) is { } refusal) return refusal;
        if (ActEffects.Of(this, act, place, world, out var effect) is { } impossible) return impossible;
        taken = Record(act, effect);
        return null;
    }

    /// <summary>The case as its stored acts make it.</summary>
    /// <param name="opening">Of the same item's version; only what never changes is taken from it.</param>
    internal static PowerCase Replay(CaseOpening opening, Guid id, IEnumerable<CaseAct> acts)
    {
        var powerCase = Empty(opening);
        powerCase.Id = id;
        foreach (var act in acts)
        {
            powerCase.Apply(act);
            if (powerCase.Version != act.CaseVersion) throw new InvalidOperationException($"Case {id}: version {powerCase.Version} where the act says {act.CaseVersion}.");
        }

        return powerCase;
    }

    private Taken Record(IntendedAct intended, ActEffect effect)
    {
        var act = CaseAct.Of(this, intended, effect, System.Diagnostics.Activity.Current?.TraceId.ToString());
        var events = Apply(act);
        act.Number(Version);
        return new Taken(act, events);
    }

    private static PowerCase Empty(CaseOpening opening) => new()
    {
        Id = Guid.CreateVersion7(opening.At),
        ItemCode = opening.Item.Code,
        ItemVersion = opening.ItemVersion,
        ItemName = opening.Item.Name,
        ItemNameEn = opening.Item.NameEn,
        Domain = opening.Domain,
        UnitPath = opening.UnitPath,
        Title = opening.Title,
        State = CaseState.Running,
        Form = opening.Form,
        Materials = opening.Materials,
        Tier = opening.Tier,
        About = opening.About,
        Initiator = opening.Initiator,
        Separate = opening.Item.Separate,
        Participants = [opening.Initiator.Subject],
        OpenedAt = opening.At,
        TraceParent = opening.TraceParent,
        Steps = [.. opening.Item.Steps.Select(step => new CaseStep(Guid.Empty, step, StepState.Waiting, []))],
    };
}
