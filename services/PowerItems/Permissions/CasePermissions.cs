using Ronghe.PowerItems.Acts;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Items;
using Ronghe.PowerItems.Meetings;
using Ronghe.PowerItems.Steps;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.PowerItems.Permissions;

/// <summary>The one place that says who may do what in a case, and when.</summary>
internal static class CasePermissions
{
    /// <summary>Whether a person may act for a post in this case at all: never its initiator, nor who acted for a post kept apart from it.</summary>
    internal static bool MayEverAct(PowerCase powerCase, Guid personId, string post, ActedFor? now = null) =>
        powerCase.Initiator.PersonId != personId && !ActedApart(powerCase, personId, post, now);

    /// <summary>Null when the act may go ahead, on the assignment at <paramref name="place"/> when it needs one.</summary>
    internal static Refusal? Check(PowerCase powerCase, IntendedAct act, out int? place)
    {
        place = null;
        if (!powerCase.IsOpen && act.Kind != ActKind.Read) return CaseRefusals.Closed(powerCase);
        if (act.Kind.Moves() && act.Version is { } seen && (seen < powerCase.StandsSince || seen > powerCase.Version)) return CaseRefusals.Changed(powerCase);
        if (act.Kind.IsInitiators()) return Initiator(powerCase, act);
        if (act.StepId is not { } stepId) return NoteRules.Check(powerCase, act);
        if (powerCase.State == CaseState.Returned) return CaseRefusals.WithInitiator;

        var step = powerCase.Steps.First(candidate => candidate.Id == stepId);
        if (act.Kind == ActKind.Retake) return Retake(powerCase, act);
        if (step.State != StepState.Active) return CaseRefusals.StepNotActive;
        if (powerCase.Initiator.PersonId is { } initiator && initiator == act.Actor.PersonId && (act.Kind.Decides() || act.Kind.IsAssignees())) return CaseRefusals.InitiatorDecides;
        if (!act.Kind.IsAssignees()) return act.Kind is ActKind.Object ? NoticeRules.Check(step, act) : VoteRules.Check(powerCase, step, act);

        if (Assigned(powerCase, step, act, out var found) is { } refusal) return refusal;
        place = found;
        return AssigneeRules.Check(powerCase, step, step.Assignments[found], act);
    }

    /// <summary>Whether the person acted before for a post that is kept apart from this one, in steps that were returned since too.</summary>
    internal static bool ActedApart(PowerCase powerCase, Guid personId, string post, ActedFor? now = null)
    {
        var apart = powerCase.Separate.Where(group => group.Contains(post)).SelectMany(group => group).Where(other => other != post).ToHashSet();
        return apart.Count > 0 && powerCase.Acted.Append(now).Any(one => one?.PersonId == personId && apart.Contains(one.Post));
    }

    private static Refusal? Assigned(PowerCase powerCase, CaseStep step, IntendedAct act, out int place)
    {
        place = -1;
        var open = step.SuspendedAt is null
            ? StepRules.OpenPlaces(step)
            : Enumerable.Range(0, step.Assignments.Count).Where(one => step.Assignments[one] is { Decision: null, Removed: false });
        var own = open.Where(one => act.Actor.PersonId is { } me && step.Assignments[one].People.Contains(me)).ToList();
        if (own.Count == 0) return CaseRefusals.NotAssigned;
        // Who must not decide here may still hand the task to somebody who may, so that it does not stall.
        var passesOn = act.Kind is ActKind.Transfer or ActKind.Return;
        place = own.FindIndex(one => passesOn || !ActedApart(powerCase, act.Actor.PersonId!.Value, step.Assignments[one].Post)) is >= 0 and var index ? own[index] : -1;
        return place < 0 ? CaseRefusals.DutiesNotSeparated : null;
    }

    private static Refusal? Initiator(PowerCase powerCase, IntendedAct act)
    {
        if (powerCase.Initiator.Subject != act.Actor.Subject) return CaseRefusals.OnlyInitiator;
        return act.Kind switch
        {
            ActKind.Resubmit when powerCase.State != CaseState.Returned => CaseRefusals.NotReturned,
            ActKind.Withdraw when powerCase.State != CaseState.Running || powerCase.Last?.Kind is not (ActKind.Open or ActKind.Resubmit) => CaseRefusals.NextActTaken,
            ActKind.Terminate when string.IsNullOrWhiteSpace(act.Opinion) => CaseRefusals.ReasonNeeded,
            _ => null,
        };
    }

    private static Refusal? Retake(PowerCase powerCase, IntendedAct act) =>
        powerCase.Last is { Kind: ActKind.Approve } last && last.Subject == act.Actor.Subject && last.StepId == act.StepId ? null : CaseRefusals.NextActTaken;
}
