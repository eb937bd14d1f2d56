using System.Text.Json;

namespace Ronghe.Portal.Calls;

/// <summary>A case as its page shows it.</summary>
public sealed record PowerCase(
    Guid CaseId, string ItemCode, int ItemVersion, string ItemName, string ItemNameEn, string Domain, string Title,
    string UnitPath, string? UnitName, string? UnitNameEn, string State, long CaseVersion,
    Dictionary<string, JsonElement> Form, CaseMaterial[] Materials, AmountTier? Tier, CaseAbout? About, CaseInitiator Initiator,
    DateTimeOffset OpenedAt, DateTimeOffset? DueAt, DateTimeOffset? ClosedAt, CaseStep[] Steps, CaseAct[] Acts, SplittingFinding? Splitting)
{
    /// <summary>Everybody whose name the page shows.</summary>
    public IEnumerable<Guid> People => Steps.SelectMany(step => step.Assignees)
        .Concat(Steps.SelectMany(step => step.Assignments).Select(one => one.DecidedBy).OfType<Guid>())
        .Concat(Acts.Select(act => act.Person).OfType<Guid>());
}

public sealed record CaseMaterial(string Key, string Name);

/// <summary>Cases that together with this one exceed its tier.</summary>
public sealed record SplittingFinding(decimal Sum, decimal Bound, string TierOfSum, string TierOfSumEn, int WindowDays, SummedCase[] Cases);

public sealed record SummedCase(Guid CaseId, string Title, decimal Amount, DateTimeOffset OpenedAt);

/// <summary>The object that the case authorises, with the digest of what the deciders are shown.</summary>
public sealed record CaseAbout(string Kind, Guid Id, string Digest);

public sealed record CaseInitiator(string Kind, string Subject, Guid? PersonId);

public sealed record CaseStep(
    Guid StepId, string Key, string Name, string NameEn, string Kind, string State, bool Recorded, string[] Posts, StepAssignment[] Assignments,
    Guid[] Assignees, bool Mine, DateTimeOffset? ActiveSince, DateTimeOffset? DueAt, DateTimeOffset? NoticeUntil, DateTimeOffset? ClosedAt);

public sealed record StepAssignment(string Post, string UnitPath, string? EscalatedFrom, string? Decision, Guid? DecidedBy, DateTimeOffset? DecidedAt);

public sealed record CaseAct(
    string Kind, Guid? StepId, string ActorKind, string ActorSubject, string? Post, string? PostUnitPath, string? Opinion, DateTimeOffset At)
{
    public Guid? Person => ActorKind == "person" && Guid.TryParse(ActorSubject, out var id) ? id : null;
}
