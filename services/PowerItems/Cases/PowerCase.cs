using System.Text.Json;
using Ronghe.Contracts.PowerItems;
using Ronghe.PowerItems.Assignees;
using Ronghe.PowerItems.Items;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.PowerItems.Cases;

public enum CaseState { Running, Approved, Rejected }

/// <summary>One run of a power item. Every transition of a case and its steps happens in this class.</summary>
internal sealed class PowerCase : IUnitScoped
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

    /// <summary>The step that follows the active one; null for the last.</summary>
    internal CaseStep? NextStep => Steps.FirstOrDefault(step => step.State == StepState.Waiting);

    /// <summary>Opens a case and activates its first step. Refused while somebody is missing who could decide one of its steps.</summary>
    internal static Refusal? Open(CaseOpening opening, PostHolders holders, out PowerCase powerCase, out IReadOnlyList<object> events)
    {
        var item = opening.Item;
        events = [];
        powerCase = new PowerCase
        {
            Id = Guid.CreateVersion7(opening.At),
            ItemCode = item.Code,
            ItemVersion = opening.ItemVersion,
            ItemName = item.Name,
            ItemNameEn = item.NameEn,
            Domain = opening.Domain,
            UnitPath = opening.UnitPath,
            Title = opening.Title,
            State = CaseState.Running,
            Version = 1,
            Form = opening.Form,
            Materials = opening.Materials,
            Tier = opening.Tier,
            About = opening.About,
            Initiator = opening.Initiator,
            Separate = item.Separate,
            Participants = [opening.Initiator.Subject],
            OpenedAt = opening.At,
            TraceParent = opening.TraceParent,
            Steps = [.. item.Steps.Select(step => new CaseStep(
                Guid.CreateVersion7(opening.At), step, opening.Applies(step) ? StepState.Waiting : StepState.Skipped, []))],
        };
        if (powerCase.NextStep is null) return CaseRefusals.NoStepApplies;
        foreach (var step in powerCase.Steps.Where(step => step.State == StepState.Waiting))
        {
            if (powerCase.Assign(step, holders) is null) return CaseRefusals.NobodyHolds(step.Plan);
        }

        powerCase.ActivateNext(holders, opening.At);
        events = [new CaseOpened(powerCase.Id, 1, item.Code, opening.ItemVersion, opening.Domain, opening.UnitPath, opening.About?.Kind, opening.About?.Id, opening.At)];
        return null;
    }

    /// <summary>
    /// Decides one assignment of the active step. A rejection closes the case; the approval of its last step closes it too.
    /// Nothing changes when refused.
    /// </summary>
    internal Refusal? Decide(StepAct act, long expectedVersion, PostHolders holders, out IReadOnlyList<object> events)
    {
        events = [];
        if (CasePermissions.Check(this, act, expectedVersion, out var assignment) is { } refusal) return refusal;

        var step = Steps.First(candidate => candidate.Id == act.StepId);
        var decided = step with { Assignments = [.. step.Assignments.Select(one => ReferenceEquals(one, assignment)
            ? one with { Decision = act.Decision, DecidedBy = act.PersonId, DecidedAt = act.At } : one)] };
        decided = decided with { State = StepRules.Outcome(decided), ClosedAt = StepRules.Outcome(decided) == StepState.Active ? null : act.At };
        var before = Steps;
        Replace(decided);
        if (decided.State == StepState.Approved && NextStep is { } next && Assign(next, holders) is null)
        {
            Steps = before;
            return CaseRefusals.NobodyHolds(next.Plan);
        }

        Version++;
        events = Follow(decided, act, holders);
        return null;
    }

    private List<object> Follow(CaseStep decided, StepAct act, PostHolders holders)
    {
        var said = new List<object>();
        if (decided.State == StepState.Active)
        {
            WaitingFor = Waiting(decided);
            return said;
        }

        said.Add(new StepDecided(Id, Version, ItemCode, Domain, UnitPath, decided.Plan.Key,
            decided.State == StepState.Approved ? nameof(StepDecision.Approve) : nameof(StepDecision.Reject), act.PersonId, act.At));
        if (decided.State == StepState.Approved && NextStep is not null) ActivateNext(holders, act.At);
        else said.Add(Close(decided.State == StepState.Approved ? CaseState.Approved : CaseState.Rejected, act.At));
        return said;
    }

    private CaseClosed Close(CaseState outcome, DateTimeOffset at)
    {
        (State, ClosedAt, WaitingFor, DueAt) = (outcome, at, [], null);
        Version++;
        return new CaseClosed(Id, Version, ItemCode, Domain, UnitPath, outcome.ToString(), About?.Kind, About?.Id, About?.Digest, OpenedAt, at);
    }

    private void ActivateNext(PostHolders holders, DateTimeOffset at)
    {
        var next = NextStep!;
        var active = StepRules.Activate(next with { Assignments = Assign(next, holders)! }, at);
        Replace(active);
        Participants = [.. Participants.Union(active.Assignments.SelectMany(one => one.People).Select(person => person.ToString()))];
        (WaitingFor, DueAt) = (Waiting(active), active.DueAt);
    }

    private IReadOnlyList<Assignment>? Assign(CaseStep step, PostHolders holders)
    {
        var found = step.Plan.Posts.Select((post, index) => holders.Find(
                post, step.Plan.At, UnitPath, person => CasePermissions.MayEverAct(this, person, post)) is { } who
            ? new Assignment(post, who.UnitPath, who.EscalatedFrom, step.Plan.Weights?[index] ?? 1, who.People) : null).ToList();
        // Where any one may act, it stays with the nearest unit that has one of the posts.
        if (!step.Plan.IsCountersign) found.RemoveAll(one => one is null || found.Any(other => other?.UnitPath.Length > one.UnitPath.Length));
        return found.Count == 0 || found.Contains(null) ? null : [.. found.Select(one => one!)];
    }

    private void Replace(CaseStep changed) => Steps = [.. Steps.Select(step => step.Id == changed.Id ? changed : step)];

    private static Guid[] Waiting(CaseStep step) => [.. StepRules.Open(step).SelectMany(one => one.People).Distinct()];
}
