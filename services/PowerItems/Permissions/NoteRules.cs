using Ronghe.PowerItems.Acts;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Items;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.PowerItems.Permissions;

/// <summary>Acts that decide nothing: remarks, copies, reminders, receipts, attachments, and the service's own alerts.</summary>
internal static class NoteRules
{
    internal static readonly TimeSpan BetweenUrges = TimeSpan.FromHours(1);

    internal static Refusal? Check(PowerCase powerCase, IntendedAct act) => act.Kind switch
    {
        // Everything else is done to a step, and needs one.
        not (ActKind.Alert or ActKind.Comment or ActKind.Urge or ActKind.Copy or ActKind.Read or ActKind.Attach) => CaseRefusals.StepNotActive,
        ActKind.Alert => act.Actor == ActActor.Clock ? null : CaseRefusals.NotAssigned,
        ActKind.Comment when string.IsNullOrWhiteSpace(act.Opinion) => CaseRefusals.ReasonNeeded,
        ActKind.Urge when powerCase.State == CaseState.Returned => CaseRefusals.WithInitiator,
        ActKind.Urge when powerCase.UrgedAt + BetweenUrges is { } next && next > act.At => ActRefusals.UrgedRecently(next),
        ActKind.Urge or ActKind.Attach when !powerCase.Participants.Contains(act.Actor.Subject) => ActRefusals.NotAParticipant,
        _ => null,
    };
}

/// <summary>Objections to a public notice.</summary>
internal static class NoticeRules
{
    internal static Refusal? Check(CaseStep step, IntendedAct act)
    {
        if (step.Plan.Kind != StepKind.PublicNotice) return ActRefusals.NoNotice;
        if (string.IsNullOrWhiteSpace(act.Opinion)) return CaseRefusals.ReasonNeeded;
        // While an objection is looked into the window stands still, and is open.
        return step.SuspendedAt is null && step.NoticeUntil <= act.At ? ActRefusals.ObjectionTooLate(step.NoticeUntil.Value) : null;
    }
}
