using Ronghe.PowerItems.Calendars;
using Ronghe.PowerItems.Items;

namespace Ronghe.PowerItems.Cases;

/// <summary>What the kinds of step mean. Pure: a step goes in, an answer comes out.</summary>
internal static class StepRules
{
    /// <summary>The assignments that may be decided now: all that are open, in sequence only the first, and none of a step that is not active.</summary>
    internal static IEnumerable<Assignment> Open(CaseStep step)
    {
        if (step.State != StepState.Active) return [];
        var open = step.Assignments.Where(assignment => assignment.Decision is null);
        return step.Plan.Kind == StepKind.Sequential ? open.Take(1) : open;
    }

    /// <summary>Starts the clock of a step that has its assignments.</summary>
    internal static CaseStep Activate(CaseStep step, DateTimeOffset at) => step with
    {
        State = StepState.Active,
        ActiveSince = at,
        DueAt = step.Plan.Limit is { } limit ? WorkingTime.After(at, limit.Value, limit.Unit) : null,
        NoticeUntil = step.Plan.NoticeDays is { } days ? WorkingTime.After(at, days, TimeUnit.WorkingDays) : null,
    };

    /// <summary>What the decisions so far make of the step.</summary>
    internal static StepState Outcome(CaseStep step) => step.Plan.Kind switch
    {
        StepKind.AllOf or StepKind.Sequential => Countersigned(step),
        StepKind.WeightedVote => Voted(step),
        _ => FirstDecision(step),
    };

    private static StepState FirstDecision(CaseStep step) =>
        step.Assignments.FirstOrDefault(assignment => assignment.Decision is not null)?.Decision switch
        {
            StepDecision.Approve => StepState.Approved,
            StepDecision.Reject => StepState.Rejected,
            _ => StepState.Active,
        };

    private static StepState Countersigned(CaseStep step)
    {
        if (step.Assignments.Any(assignment => assignment.Decision == StepDecision.Reject)) return StepState.Rejected;
        return step.Assignments.All(assignment => assignment.Decision == StepDecision.Approve) ? StepState.Approved : StepState.Active;
    }

    // Decided as soon as the votes still open cannot change the result.
    private static StepState Voted(CaseStep step)
    {
        var total = step.Assignments.Sum(assignment => assignment.Weight);
        var approved = step.Assignments.Where(assignment => assignment.Decision == StepDecision.Approve).Sum(assignment => assignment.Weight);
        var open = step.Assignments.Where(assignment => assignment.Decision is null).Sum(assignment => assignment.Weight);
        var threshold = step.Plan.Threshold ?? 0.5m;
        if (Carries(approved, total, threshold)) return StepState.Approved;
        return Carries(approved + open, total, threshold) ? StepState.Active : StepState.Rejected;
    }

    // Compared at three decimals, so that two of three votes meet a threshold that is written 0.667.
    private static bool Carries(int votes, int total, decimal threshold) =>
        votes * 2 > total && decimal.Round((decimal)votes / total, 3) >= decimal.Round(threshold, 3);
}
