using Ronghe.PowerItems.Acts;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Items;
using Ronghe.PowerItems.Meetings;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.PowerItems.Permissions;

/// <summary>What somebody to whom the step is assigned may do with it.</summary>
internal static class AssigneeRules
{
    internal static Refusal? Check(PowerCase powerCase, CaseStep step, Assignment own, IntendedAct act)
    {
        if (own.DelegatedBy is not null != (act.Kind == ActKind.HandBack)) return own.DelegatedBy is null ? ActRefusals.NotLent : ActRefusals.HandBackFirst;
        return act.Kind switch
        {
            ActKind.Approve => Kind(step, act) ?? Window(step, act) ?? Fields(step, act) ?? Splitting(act),
            ActKind.Reject => Kind(step, act),
            ActKind.Return => Target(powerCase, step, act) is null ? ActRefusals.NoSuchReturn(act.To) : null,
            ActKind.AddSigner => Signable(step) ?? People(powerCase, step, own, act),
            ActKind.Transfer or ActKind.Delegate => People(powerCase, step, own, act),
            ActKind.RemoveSigner => SignerPlace(step, act) < 0 ? ActRefusals.NotYourSigner : null,
            ActKind.FileOutside or ActKind.ReplyOutside => Outside(step, act),
            ActKind.SettleObjection => step.Objections?.Any(one => one.Dismissed is null) == true ? null : ActRefusals.NoObjection,
            ActKind.Convene or ActKind.OpenMeeting or ActKind.Resolve => MeetingChecks.Check(step, act) ?? (act.Kind == ActKind.Resolve ? Splitting(act) : null),
            _ => null,
        };
    }

    /// <summary>Where a Return goes; null when it goes nowhere. The initiator is an empty id.</summary>
    internal static Guid? Target(PowerCase powerCase, CaseStep step, IntendedAct act)
    {
        var before = powerCase.Steps.TakeWhile(other => other.Id != step.Id).Where(other => other.State == StepState.Approved).ToList();
        return act.To switch
        {
            "initiator" => Guid.Empty,
            "previous" => before.LastOrDefault()?.Id,
            "signer" => LastSigner(step) < 0 ? null : step.Id,
            _ => before.FirstOrDefault(other => other.Plan.Key == act.To)?.Id,
        };
    }

    /// <summary>Place of the signer of a countersign who signed last; -1 when nobody has, or where one signature decides.</summary>
    internal static int LastSigner(CaseStep step) => !step.Plan.IsCountersign ? -1 : Enumerable.Range(0, step.Assignments.Count)
        .Where(place => step.Assignments[place].Decision == StepDecision.Approve)
        .OrderBy(place => step.Assignments[place].DecidedAt).ThenBy(place => place).LastOrDefault(-1);

    /// <summary>Place of the added signer that the actor may take off again; -1 when there is none.</summary>
    internal static int SignerPlace(CaseStep step, IntendedAct act) => step.Assignments.ToList().FindIndex(one =>
        one is { AddedTo: not null, Decision: null, Removed: false } && one.AddedBy == act.Actor.PersonId && one.People.Intersect(act.People).Any());

    private static Refusal? Kind(CaseStep step, IntendedAct act) => step.Plan.Kind switch
    {
        StepKind.Collective => ActRefusals.MeetingDecides,
        StepKind.Outside => ActRefusals.OutsideDecides,
        StepKind.Execution or StepKind.Notice when string.IsNullOrWhiteSpace(act.Opinion) => ActRefusals.EvidenceNeeded,
        _ => null,
    };

    // Where a meeting or an authority decides, a signature more would wait for ever.
    private static Refusal? Signable(CaseStep step) => step.Plan.Kind switch
    {
        StepKind.Collective => ActRefusals.MeetingDecides,
        StepKind.Outside => ActRefusals.OutsideDecides,
        _ => null,
    };

    private static Refusal? Window(CaseStep step, IntendedAct act)
    {
        if (step.Objections?.Any(one => one.Dismissed is null) == true) return ActRefusals.ObjectionOpen;
        return step.NoticeUntil > act.At ? CaseRefusals.NoticeStillOpen(step.NoticeUntil.Value) : null;
    }

    private static Refusal? Fields(CaseStep step, IntendedAct act) =>
        act.Fields?.Keys.FirstOrDefault(name => step.Plan.RightOn(name) != FieldRight.Edit) is { } forbidden ? ActRefusals.FieldNotEditable(forbidden) : null;

    private static Refusal? Splitting(IntendedAct act) =>
        act.Splitting is { } finding && finding.Cases.Any(one => !act.SplittingSeen.Contains(one.CaseId)) ? ActRefusals.SplittingSuspected(finding) : null;

    private static Refusal? People(PowerCase powerCase, CaseStep step, Assignment own, IntendedAct act)
    {
        if (act.People.Count == 0 || (act.Kind != ActKind.AddSigner && act.People.Count > 1)) return ActRefusals.NameOnePerson;
        foreach (var person in act.People)
        {
            if (person == act.Actor.PersonId || act.People.Count(other => other == person) > 1) return ActRefusals.AlreadyAssigned(person);
            if (act.Kind == ActKind.AddSigner && step.Assignments.Any(one => one is { Decision: null, Removed: false } && one.People.Contains(person))) return ActRefusals.AlreadyAssigned(person);
            if (!CasePermissions.MayEverAct(powerCase, person, own.Post)) return ActRefusals.PersonMayNotAct(person);
        }

        return null;
    }

    private static Refusal? Outside(CaseStep step, IntendedAct act)
    {
        if (step.Plan.Kind != StepKind.Outside) return ActRefusals.NotOutside;
        if (act.Kind == ActKind.FileOutside) return step.Filing is null ? null : ActRefusals.AlreadyFiled;
        if (step.Filing is not { } filing) return ActRefusals.NotFiled;
        return act.Reply!.On < filing.On ? ActRefusals.ReplyBeforeFiling : act.Reply.Granted ? Splitting(act) : null;
    }
}
