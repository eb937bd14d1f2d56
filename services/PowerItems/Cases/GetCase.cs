using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Acts;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Forms;
using Ronghe.PowerItems.Items;
using Ronghe.PowerItems.Splitting;
using Ronghe.PowerItems.Steps;
using Ronghe.PowerItems.Timers;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Directory;

namespace Ronghe.PowerItems.Cases;

/// <param name="Form">Without the fields that are hidden from the caller.</param>
/// <param name="Alert">Blue: nearly due; Yellow: overdue; Red: overdue by half its time again.</param>
/// <param name="Splitting">Cases that together with this one exceed its tier, shown before anything is approved; null when there are none.</param>
public sealed record GetCaseResponse(
    Guid CaseId,
    string ItemCode,
    int ItemVersion,
    string ItemName,
    string ItemNameEn,
    string Domain,
    string Title,
    string UnitPath,
    string? UnitName,
    string? UnitNameEn,
    CaseState State,
    long CaseVersion,
    IReadOnlyDictionary<string, JsonElement> Form,
    IReadOnlyList<CaseMaterial> Materials,
    AmountTier? Tier,
    CaseSubject? About,
    CaseInitiator Initiator,
    DateTimeOffset OpenedAt,
    DateTimeOffset? DueAt,
    DateTimeOffset? ClosedAt,
    IReadOnlyList<ShownStep> Steps,
    IReadOnlyList<ShownAct> Acts,
    CaseAlert Alert,
    IReadOnlyList<Guid> Copies,
    IReadOnlyList<Guid> Readers,
    SplittingFinding? Splitting);

/// <param name="Recorded">True when the assignee files what happened outside the platform, with its evidence as the opinion.</param>
/// <param name="Assignees">People for whom the step waits now; empty unless active.</param>
/// <param name="Mine">True when the caller may act on it now.</param>
/// <param name="SuspendedAt">Since when its clock stands still; null while it runs.</param>
/// <param name="Fields">Rights on fields of the form that differ from reading.</param>
public sealed record ShownStep(
    Guid StepId,
    string Key,
    string Name,
    string NameEn,
    StepKind Kind,
    StepState State,
    bool Recorded,
    DecisionBody? Body,
    IReadOnlyList<string> Posts,
    IReadOnlyList<ShownAssignment> Assignments,
    IReadOnlyList<Guid> Assignees,
    bool Mine,
    DateTimeOffset? ActiveSince,
    DateTimeOffset? DueAt,
    DateTimeOffset? NoticeUntil,
    DateTimeOffset? ClosedAt,
    DateTimeOffset? SuspendedAt,
    OutsideFiling? Filing,
    OutsideReply? Reply,
    IReadOnlyList<Objection> Objections,
    Guid? MeetingId,
    IReadOnlyDictionary<string, FieldRight> Fields);

/// <param name="Vacant">True when nobody holds the post, so that a supervisor stands in.</param>
/// <param name="Proxies">Who acts for whom by a standing proxy.</param>
/// <param name="DelegatedBy">Who lent the task and gets it back; null when it was not lent.</param>
/// <param name="AddedBy">Who added this signer; null for one of the plan.</param>
/// <param name="EscalatedFrom">The unit at which nobody could act for the post, so that the search climbed to UnitPath; null when it did not.</param>
public sealed record ShownAssignment(
    string Post, string UnitPath, string? EscalatedFrom, int Weight, IReadOnlyList<Guid> People, StepDecision? Decision, Guid? DecidedBy, DateTimeOffset? DecidedAt,
    bool Vacant, IReadOnlyList<ProxyUse> Proxies, Guid? DelegatedBy, Guid? AddedBy, bool Before, bool Removed);

/// <param name="Kind">Open, Approve, Reject, Return, Vote and the like.</param>
/// <param name="Manner">Conducted here, or Recorded: what happened elsewhere.</param>
/// <param name="Body">The body whose collective decision is recorded; null when none.</param>
public sealed record ShownAct(
    Guid ActId, string Kind, string Manner, string? Body, Guid? StepId, string? StepKey, string ActorKind, string ActorSubject,
    string? Post, string? PostUnitPath, string? Opinion, DateTimeOffset At, long CaseVersion, string? TraceId);

internal static class GetCase
{
    /// <summary>404 both when there is no such case and when the caller may not know of it.</summary>
    internal static async Task<Results<Ok<GetCaseResponse>, NotFound>> Handle(
        Guid id, Caller caller, PowerItemsDb db, ActDoor door, CancellationToken ct)
    {
        if (await db.Cases.AsNoTracking().VisibleTo(caller).FirstOrDefaultAsync(one => one.Id == id, ct) is not { } powerCase) return TypedResults.NotFound();
        var acts = await db.Acts.AsNoTracking().Where(act => act.CaseId == id).OrderBy(act => act.CaseVersion)
            .Select(act => new ShownAct(act.Id, act.Kind, act.Manner, act.Body, act.StepId, act.StepKey, act.ActorKind, act.ActorSubject,
                act.Post, act.PostUnitPath, act.Input == null ? null : act.Input.Opinion, act.At, act.CaseVersion, act.TraceId))
            .ToListAsync(ct);
        var unit = await db.Set<UnitCopy>().AsNoTracking().FirstOrDefaultAsync(copy => copy.Path == powerCase.UnitPath, ct);
        return TypedResults.Ok(new GetCaseResponse(
            powerCase.Id, powerCase.ItemCode, powerCase.ItemVersion, powerCase.ItemName, powerCase.ItemNameEn, powerCase.Domain, powerCase.Title,
            powerCase.UnitPath, unit?.Name, unit?.NameEn, powerCase.State, powerCase.Version, FieldRights.Visible(powerCase, caller), powerCase.Materials, powerCase.Tier,
            powerCase.About, powerCase.Initiator, powerCase.OpenedAt, powerCase.DueAt, powerCase.ClosedAt,
            [.. powerCase.Steps.Select(step => Shown(step, powerCase, caller))], acts, powerCase.Alert, powerCase.Copies, powerCase.Readers,
            powerCase.State == CaseState.Running ? await door.Splitting(db, powerCase, ct) : null));
    }

    private static ShownStep Shown(CaseStep step, PowerCase powerCase, Caller caller)
    {
        var assignees = StepRules.Waiting(step with { Meeting = null });
        return new ShownStep(
            step.Id, step.Plan.Key, step.Plan.Name, step.Plan.NameEn, step.Plan.Kind, step.State, step.Plan.IsRecorded, step.Plan.Body,
            step.Plan.Posts,
            [.. step.Assignments.Select(one => new ShownAssignment(
                one.Post, one.UnitPath, one.EscalatedFrom, one.Weight, one.People, one.Decision, one.DecidedBy, one.DecidedAt,
                one.Vacant, one.Proxies ?? [], one.DelegatedBy, one.AddedBy, one.Before, one.Removed))],
            assignees,
            caller.IsPerson && powerCase.State == CaseState.Running && assignees.Contains(caller.PersonId),
            step.ActiveSince, step.DueAt, step.NoticeUntil, step.ClosedAt, step.SuspendedAt, step.Filing, step.Reply, step.Objections ?? [],
            step.Meeting?.MeetingId, step.Plan.Fields ?? new Dictionary<string, FieldRight>());
    }
}
