using System.Text.Json;
using Ronghe.Contracts.PowerItems;
using Ronghe.PowerItems.Acts;
using Ronghe.PowerItems.Meetings;
using Ronghe.PowerItems.Permissions;
using Ronghe.PowerItems.Steps;
using Ronghe.PowerItems.Timers;

namespace Ronghe.PowerItems.Cases;

/// <summary>The transitions: an act that was accepted goes in, the case changes, what others are told comes out. Looks nothing up.</summary>
internal sealed partial class PowerCase
{
    internal IReadOnlyList<object> Apply(CaseAct act)
    {
        Version++;
        var kind = Enum.Parse<ActKind>(act.Kind);
        var said = new List<object>();
        if (act.Effect.Attached is { } files) Files = [.. Files, .. files];
        if (kind is ActKind.Open or ActKind.Resubmit) Submit(act, kind, said);
        else if (act.StepId is { } stepId) OnStep(Steps.First(step => step.Id == stepId), act, kind, said);
        else OnCase(act, kind, said);
        WaitingFor = State == CaseState.Returned ? [.. new[] { Initiator.PersonId }.OfType<Guid>()] : ActiveStep is { } active && IsOpen ? StepRules.Waiting(active) : [];
        Participants = [.. Participants.Union(WaitingFor.Concat(act.Effect.Meeting?.Members.Select(member => member.PersonId) ?? []).Select(person => person.ToString()))];
        if (kind != ActKind.Alert) Schedule(act.Effect.Activated is not null);
        if (kind.Moves()) (StandsSince, Last) = (Version, new LastAct(kind, act.ActorSubject, act.StepId, act.Effect.Assignment));
        return said;
    }

    private void Submit(CaseAct act, ActKind kind, List<object> said)
    {
        var handed = act.Effect.Submission!;
        (Form, Materials, Tier, State) = (handed.Form, handed.Materials, handed.Tier, CaseState.Running);
        Steps = [.. Steps.Select((step, index) => step.Fresh() with
        {
            Id = handed.StepIds[index], State = handed.Skipped.Contains(step.Plan.Key) ? StepState.Skipped : StepState.Waiting,
        })];
        Activate(act);
        if (kind == ActKind.Open) said.Add(new CaseOpened(Id, Version, ItemCode, ItemVersion, Domain, UnitPath, About?.Kind, About?.Id, act.At));
    }

    private void OnCase(CaseAct act, ActKind kind, List<object> said)
    {
        var effect = act.Effect;
        switch (kind)
        {
            case ActKind.Withdraw:
                BackToInitiator();
                break;
            case ActKind.Terminate:
                Close(CaseState.Terminated, act, said);
                break;
            case ActKind.Urge:
                UrgedAt = act.At;
                break;
            case ActKind.Copy:
                Copies = [.. Copies, .. effect.People!];
                Participants = [.. Participants.Union(effect.People!.Select(person => person.ToString()))];
                break;
            case ActKind.Read:
                Readers = [.. Readers, Guid.Parse(act.ActorSubject)];
                break;
            case ActKind.Alert:
                Colour(act, said);
                break;
        }
    }

    private void OnStep(CaseStep step, CaseAct act, ActKind kind, List<object> said)
    {
        var effect = act.Effect;
        var own = effect.Assignment is { } place ? step.Assignments[place] : null;
        switch (kind)
        {
            case ActKind.Approve or ActKind.Reject:
                if (effect.Fields is { } fields) Form = Merged(fields);
                Conclude(step, own!, kind == ActKind.Approve ? StepDecision.Approve : StepDecision.Reject, act, said);
                break;
            case ActKind.ReplyOutside:
                Conclude(step with { SuspendedAt = null, Reply = effect.Reply }, own!, effect.Reply!.Granted ? StepDecision.Approve : StepDecision.Reject, act, said);
                break;
            case ActKind.Resolve:
                Conclude(step, own!, effect.Resolved!.Value, act, said);
                break;
            case ActKind.SettleObjection:
                Settle(step, own!, act, said);
                break;
            case ActKind.Return:
                Return(step, act);
                break;
            case ActKind.Retake:
                Reopen(step, effect.Assignment!.Value);
                break;
            default:
                Replace(Changed(step, own, act, kind));
                break;
        }
    }

    private static CaseStep Changed(CaseStep step, Assignment? own, CaseAct act, ActKind kind)
    {
        var effect = act.Effect;
        CaseStep Own(Assignment changed) => step.With(effect.Assignment!.Value, changed);
        return kind switch
        {
            ActKind.Transfer => Own(own! with { People = effect.People!, Proxies = null }),
            ActKind.Delegate => Own(own! with { People = effect.People!, DelegatedBy = Guid.Parse(act.ActorSubject) }),
            ActKind.HandBack => Own(own! with { People = effect.People!, DelegatedBy = null }),
            ActKind.AddSigner => step with { Assignments = [.. step.Assignments, .. effect.Signers!] },
            ActKind.RemoveSigner => step with { Assignments = [.. step.Assignments.Select(one => IsSignerOf(one, act) ? one with { Removed = true } : one)] },
            ActKind.FileOutside => Suspended(step with { Filing = effect.Filing }, act.At),
            ActKind.Object => Suspended(step with { Objections = [.. step.Objections ?? [], new Objection(act.ActorSubject, act.At)] }, act.At),
            ActKind.Convene => step with { Meeting = effect.Meeting },
            ActKind.OpenMeeting => step with { Meeting = step.Meeting! with { Present = effect.People } },
            ActKind.Recuse => step with { Meeting = step.Meeting! with { Recused = [.. step.Meeting.Recused ?? [], .. effect.People!] } },
            ActKind.Vote => step with { Meeting = step.Meeting! with { Votes = [.. step.Meeting.Votes ?? [], effect.Vote!] } },
            _ => throw new InvalidOperationException($"Act {kind} has no transition."),
        };
    }

    private static bool IsSignerOf(Assignment one, CaseAct act) =>
        one is { AddedTo: not null, Decision: null, Removed: false } && one.AddedBy?.ToString() == act.ActorSubject && one.People.SequenceEqual(act.Effect.People!);

    private static CaseStep Suspended(CaseStep step, DateTimeOffset at) =>
        step.SuspendedAt is null ? step with { SuspendedAt = at, Limit = step.DueAt, DueAt = null } : step;

    private void Conclude(CaseStep step, Assignment own, StepDecision decision, CaseAct act, List<object> said)
    {
        var person = Guid.Parse(act.ActorSubject);
        Acted = [.. Acted, new ActedFor(person, own.Post)];
        var decided = step.With(act.Effect.Assignment!.Value, own with { Decision = decision, DecidedBy = person, DecidedAt = act.At });
        var outcome = StepRules.Outcome(decided);
        Replace(decided with { State = outcome, ClosedAt = outcome == StepState.Active ? null : act.At });
        if (outcome == StepState.Active) return;
        said.Add(new StepDecided(Id, Version, ItemCode, Domain, UnitPath, step.Plan.Key,
            outcome == StepState.Approved ? nameof(StepDecision.Approve) : nameof(StepDecision.Reject), person, act.At));
        if (act.Effect.Activated is not null) Activate(act);
        else Close(outcome == StepState.Approved ? CaseState.Approved : CaseState.Rejected, act, said);
    }

    private void Settle(CaseStep step, Assignment own, CaseAct act, List<object> said)
    {
        var first = step.Objections!.First(one => one.Dismissed is null);
        var settled = step with { Objections = [.. step.Objections!.Select(one => ReferenceEquals(one, first) ? one with { Dismissed = act.Effect.Dismissed } : one)] };
        if (act.Effect.Dismissed == false)
        {
            Conclude(settled with { SuspendedAt = null }, own, StepDecision.Reject, act, said);
            return;
        }

        Replace(act.Effect.NoticeUntil is null ? settled : settled with { SuspendedAt = null, Limit = null, DueAt = act.Effect.DueAt, NoticeUntil = act.Effect.NoticeUntil });
    }

    private void Return(CaseStep step, CaseAct act)
    {
        if (act.Effect.ReturnedTo is not { } target)
        {
            BackToInitiator();
        }
        else if (target == step.Id)
        {
            var place = AssigneeRules.LastSigner(step);
            Replace(step.With(place, step.Assignments[place] with { Decision = null, DecidedBy = null, DecidedAt = null }));
        }
        else
        {
            var from = Steps.ToList().FindIndex(other => other.Id == target);
            Steps = [.. Steps.Select((other, index) => index < from || other.State == StepState.Skipped ? other : other.Fresh())];
            Activate(act);
        }
    }

    // Everything after the retaken approval had only just begun.
    private void Reopen(CaseStep step, int place)
    {
        var reopened = step.With(place, step.Assignments[place] with { Decision = null, DecidedBy = null, DecidedAt = null });
        Steps = [.. Steps.Select(other => other.Id == step.Id ? reopened with { State = StepState.Active, ClosedAt = null }
            : other.State == StepState.Active ? other.Fresh() : other)];
    }

    private void BackToInitiator()
    {
        State = CaseState.Returned;
        Steps = [.. Steps.Select(step => step.State == StepState.Skipped ? step : step.Fresh())];
    }

    private void Activate(CaseAct act)
    {
        var begun = act.Effect.Activated!;
        Replace(Steps.First(step => step.Id == begun.StepId) with
        {
            State = StepState.Active, Assignments = begun.Assignments, ActiveSince = act.At, DueAt = begun.DueAt, NoticeUntil = begun.NoticeUntil,
        });
    }

    private void Close(CaseState outcome, CaseAct act, List<object> said)
    {
        (State, ClosedAt) = (outcome, act.At);
        // Told by an event of its own beside the last step's, so that it needs a version of its own.
        if (said.Count > 0) Version++;
        said.Add(new CaseClosed(Id, Version, ItemCode, Domain, UnitPath, outcome.ToString(), About?.Kind, About?.Id, About?.Digest, OpenedAt, act.At));
    }

    private void Colour(CaseAct act, List<object> said)
    {
        var step = ActiveStep!;
        Alert = act.Effect.Alert!.Value;
        NextAlertAt = AlertTimes.Next(Alert, step.ActiveSince, step.DueAt);
        if (act.Effect.People is { Count: > 0 } told) Participants = [.. Participants.Union(told.Select(person => person.ToString()))];
        said.Add(Alert == CaseAlert.Blue
            ? new CaseNearDue(Id, Version, ItemCode, Domain, UnitPath, step.Plan.Key, step.DueAt!.Value, act.At)
            : new CaseOverdue(Id, Version, ItemCode, Domain, UnitPath, step.Plan.Key, step.DueAt!.Value, Alert.ToString(), act.Effect.People ?? [], act.At));
    }

    // A colour belongs to one run of a step's clock: a new step, or a clock that stood still, begins without one.
    private void Schedule(bool begun)
    {
        var step = IsOpen ? ActiveStep : null;
        if (!begun && step?.DueAt == DueAt) return;
        DueAt = step?.DueAt;
        Alert = CaseAlert.None;
        NextAlertAt = AlertTimes.Next(Alert, step?.ActiveSince, DueAt);
    }

    private Dictionary<string, JsonElement> Merged(IReadOnlyDictionary<string, JsonElement> fields) =>
        Form.Where(field => !fields.ContainsKey(field.Key)).Concat(fields).ToDictionary(field => field.Key, field => field.Value);

    private void Replace(CaseStep changed) => Steps = [.. Steps.Select(step => step.Id == changed.Id ? changed : step)];
}
