using Ronghe.PowerItems.Items;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.PowerItems.Cases;

/// <summary>The one place that says who may do what in a case, and when.</summary>
internal static class CasePermissions
{
    /// <summary>Whether a person may act for a post in this case at all: never its initiator, nor who acted for a post kept apart from it.</summary>
    internal static bool MayEverAct(PowerCase powerCase, Guid personId, string post) =>
        powerCase.Initiator.PersonId != personId && !ActedApart(powerCase, personId, post);

    /// <summary>Null when the act may go ahead, on <paramref name="assignment"/>.</summary>
    internal static Refusal? Check(PowerCase powerCase, StepAct act, long expectedVersion, out Assignment? assignment)
    {
        assignment = null;
        if (powerCase.State != CaseState.Running) return CaseRefusals.Closed(powerCase);
        if (powerCase.Version != expectedVersion) return CaseRefusals.Changed(powerCase);
        var step = powerCase.Steps.First(candidate => candidate.Id == act.StepId);
        if (step.State != StepState.Active) return CaseRefusals.StepNotActive;
        if (powerCase.Initiator.PersonId == act.PersonId) return CaseRefusals.InitiatorDecides;

        var own = StepRules.Open(step).Where(one => one.People.Contains(act.PersonId)).ToList();
        if (own.Count == 0) return CaseRefusals.NotAssigned;
        assignment = own.FirstOrDefault(one => !ActedApart(powerCase, act.PersonId, one.Post));
        if (assignment is null) return CaseRefusals.DutiesNotSeparated;
        return step.NoticeUntil > act.At && act.Decision == StepDecision.Approve ? CaseRefusals.NoticeStillOpen(step.NoticeUntil.Value) : null;
    }

    private static bool ActedApart(PowerCase powerCase, Guid personId, string post)
    {
        var apart = powerCase.Separate.Where(pair => pair.Contains(post)).SelectMany(pair => pair).Where(other => other != post).ToHashSet();
        return apart.Count > 0 && powerCase.Steps.SelectMany(step => step.Assignments)
            .Any(one => one.DecidedBy == personId && apart.Contains(one.Post));
    }
}
