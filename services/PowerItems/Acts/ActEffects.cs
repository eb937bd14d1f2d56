using Ronghe.PowerItems.Assignees;
using Ronghe.PowerItems.Calendars;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Items;
using Ronghe.PowerItems.Meetings;
using Ronghe.PowerItems.Permissions;
using Ronghe.PowerItems.Steps;
using Ronghe.PowerItems.Timers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.PowerItems.Acts;

/// <summary>Works out what an act that may be taken does, looking up who acts next. Changes nothing.</summary>
internal static class ActEffects
{
    /// <summary>Refused only when a step would begin for which nobody can be found, not even a supervisor.</summary>
    internal static Refusal? Of(PowerCase powerCase, IntendedAct act, int? place, ActWorld world, out ActEffect effect)
    {
        var step = powerCase.Steps.FirstOrDefault(candidate => act.StepId is { } id && candidate.Id == id);
        effect = new ActEffect { Assignment = place, Attached = act.Attached.Count == 0 ? null : act.Attached };
        switch (act.Kind)
        {
            case ActKind.Open or ActKind.Resubmit:
                return Submit(powerCase, act, world, ref effect);
            case ActKind.Approve or ActKind.Reject:
                effect = effect with { Fields = act.Fields };
                return Conclude(powerCase, step!, act.Kind == ActKind.Approve ? StepDecision.Approve : StepDecision.Reject, act, world, ref effect);
            case ActKind.ReplyOutside:
                effect = effect with { Reply = act.Reply };
                return Conclude(powerCase, step!, act.Reply!.Granted ? StepDecision.Approve : StepDecision.Reject, act, world, ref effect);
            case ActKind.Resolve:
                effect = effect with { Resolved = MeetingRules.Outcome(step!.Meeting!), Meeting = step.Meeting };
                return Conclude(powerCase, step, effect.Resolved!.Value, act, world, ref effect);
            case ActKind.Return:
                return Return(powerCase, step!, act, world, ref effect);
            default:
                effect = Simple(powerCase, step, act, world, effect);
                return null;
        }
    }

    /// <summary>Who may act in a step if it began now; null when nobody can be found.</summary>
    internal static IReadOnlyList<Assignment>? Assign(PowerCase powerCase, CaseStep step, ActWorld world, ActedFor? now = null)
    {
        var found = step.Plan.Posts.Select((post, index) => Find(powerCase, step.Plan, post, index, world, now)).ToList();
        // Where any one may act, it stays with the nearest unit that has one of the posts, and with no stand-in while there is one.
        if (!step.Plan.IsCountersign)
        {
            if (found.Any(one => one is { Vacant: false })) found.RemoveAll(one => one is null or { Vacant: true });
            found.RemoveAll(one => one is null || found.Any(other => other?.UnitPath.Length > one.UnitPath.Length));
        }

        return found.Count == 0 || found.Contains(null) ? null : [.. found.Select(one => one!)];
    }

    private static Assignment? Find(PowerCase powerCase, ItemStep plan, string post, int index, ActWorld world, ActedFor? now)
    {
        bool MayAct(Guid person) => CasePermissions.MayEverAct(powerCase, person, post, now);
        var weight = plan.Weights?[index] ?? 1;
        if (world.Holders.Find(post, plan.At, powerCase.UnitPath, MayAct) is { } holders)
        {
            var (people, used) = world.Proxies.Resolve(holders.People, MayAct);
            return new Assignment(post, holders.UnitPath, holders.EscalatedFrom, weight, people, Proxies: used);
        }

        return world.Supervision.Find(world.Holders, powerCase.UnitPath, MayAct) is { } supervisor
            ? new Assignment(post, supervisor.Found.UnitPath, powerCase.UnitPath, weight, supervisor.Found.People, Vacant: true) : null;
    }

    private static Refusal? Submit(PowerCase powerCase, IntendedAct act, ActWorld world, ref ActEffect effect)
    {
        var submission = act.Submission!;
        var ahead = powerCase.Steps.Select((step, index) => step.Fresh() with { Id = submission.StepIds[index] })
            .Where(step => !submission.Skipped.Contains(step.Plan.Key)).ToList();
        if (ahead.Count == 0) return CaseRefusals.NoStepApplies;
        foreach (var step in ahead)
        {
            if (Assign(powerCase, step, world) is null) return CaseRefusals.NobodyHolds(step.Plan);
        }

        effect = effect with { Submission = submission, Activated = Begin(powerCase, ahead[0], act, world, null) };
        return null;
    }

    private static Refusal? Conclude(PowerCase powerCase, CaseStep step, StepDecision decision, IntendedAct act, ActWorld world, ref ActEffect effect)
    {
        var place = effect.Assignment!.Value;
        var own = step.Assignments[place];
        var decided = step.With(place, own with { Decision = decision });
        if (StepRules.Outcome(decided) != StepState.Approved || powerCase.NextStep is not { } next) return null;
        effect = effect with { Activated = Begin(powerCase, next, act, world, new ActedFor(act.Actor.PersonId!.Value, own.Post)) };
        return effect.Activated is null ? CaseRefusals.NobodyHolds(next.Plan) : null;
    }

    private static Refusal? Return(PowerCase powerCase, CaseStep step, IntendedAct act, ActWorld world, ref ActEffect effect)
    {
        var target = AssigneeRules.Target(powerCase, step, act)!.Value;
        if (target == Guid.Empty) return null;
        effect = effect with { ReturnedTo = target };
        if (target == step.Id) return null;
        var again = powerCase.Steps.First(other => other.Id == target);
        effect = effect with { Activated = Begin(powerCase, again.Fresh(), act, world, null) };
        return effect.Activated is null ? CaseRefusals.NobodyHolds(again.Plan) : null;
    }

    private static Activation? Begin(PowerCase powerCase, CaseStep step, IntendedAct act, ActWorld world, ActedFor? now)
    {
        if (Assign(powerCase, step, world, now) is not { } assignments) return null;
        return new Activation(
            step.Id,
            assignments,
            step.Plan.Limit is { } limit ? WorkingTime.After(world.Calendar, act.At, limit.Value, limit.Unit) : null,
            step.Plan.NoticeDays is { } days ? WorkingTime.After(world.Calendar, act.At, days, TimeUnit.WorkingDays) : null);
    }

    private static ActEffect Simple(PowerCase powerCase, CaseStep? step, IntendedAct act, ActWorld world, ActEffect effect) => act.Kind switch
    {
        ActKind.Retake => effect with { Assignment = powerCase.Last!.Assignment },
        ActKind.Transfer or ActKind.Delegate or ActKind.Recuse or ActKind.OpenMeeting => effect with { People = act.People },
        ActKind.HandBack => effect with { People = [step!.Assignments[effect.Assignment!.Value].DelegatedBy!.Value] },
        ActKind.Copy => effect with { People = [.. act.People.Distinct().Except(powerCase.Copies)] },
        ActKind.AddSigner => effect with { Signers = [.. act.People.Select(person => Signer(step!, effect.Assignment!.Value, person, act))] },
        ActKind.RemoveSigner => effect with { People = step!.Assignments[AssigneeRules.SignerPlace(step, act)].People },
        ActKind.FileOutside => effect with { Filing = act.Filing },
        ActKind.SettleObjection => Settle(step!, act, world, effect),
        ActKind.Convene => effect with { Meeting = act.Meeting },
        ActKind.Vote => effect with { Vote = act.Vote },
        ActKind.Alert => effect with { Alert = act.Alert, People = act.Alert == CaseAlert.Blue ? null : Supervisors(powerCase, world) },
        _ => effect,
    };

    private static Assignment Signer(CaseStep step, int place, Guid person, IntendedAct act)
    {
        var own = step.Assignments[place];
        return new Assignment(own.Post, own.UnitPath, null, 1, [person], AddedTo: place, AddedBy: act.Actor.PersonId, Before: act.Before);
    }

    private static ActEffect Settle(CaseStep step, IntendedAct act, ActWorld world, ActEffect effect)
    {
        effect = effect with { Dismissed = act.Dismissed };
        if (!act.Dismissed || step.SuspendedAt is not { } stood || step.Objections!.Count(one => one.Dismissed is null) > 1) return effect;
        return effect with
        {
            DueAt = step.Limit is { } due ? WorkingTime.Extend(world.Calendar, due, step.Plan.Limit!.Unit, stood, act.At) : null,
            NoticeUntil = WorkingTime.Extend(world.Calendar, step.NoticeUntil!.Value, TimeUnit.WorkingDays, stood, act.At),
        };
    }

    // The line above where the step is held, so that what is overdue climbs; at the group's own level it stays there.
    private static IReadOnlyList<Guid> Supervisors(PowerCase powerCase, ActWorld world)
    {
        var step = powerCase.ActiveStep!;
        var held = step.Assignments.Select(one => one.UnitPath).MinBy(path => path.Length) ?? powerCase.UnitPath;
        var from = powerCase.Alert == CaseAlert.None || powerCase.Alert == CaseAlert.Blue ? held : PostHolders.Chain(held).Skip(1).FirstOrDefault() ?? held;
        return world.Supervision.Find(world.Holders, from, person => step.Assignments.All(one => !one.People.Contains(person)))?.Found.People ?? [];
    }
}
