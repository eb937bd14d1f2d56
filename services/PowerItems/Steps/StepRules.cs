using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Items;

namespace Ronghe.PowerItems.Steps;

/// <summary>What the kinds of step mean. Pure: a step goes in, an answer comes out.</summary>
internal static class StepRules
{
    /// <summary>Places of the assignments that may be decided now; none of a step that is not active or whose clock stands still.</summary>
    internal static IEnumerable<int> OpenPlaces(CaseStep step)
    {
        if (step.State != StepState.Active || step.SuspendedAt is not null) return [];
        var all = Enumerable.Range(0, step.Assignments.Count).Where(place => IsReady(step, place)).ToList();
        if (Planned(step) != StepState.Active) return all.Where(place => step.Assignments[Root(step, place)].Decision is not null);
        // A countersign in sequence comes to a post only when the one before it and all whom it added have signed.
        return step.Plan.Kind != StepKind.Sequential || all.Count == 0 ? all : all.Where(place => Root(step, place) == all.Min(other => Root(step, other)));
    }

    /// <summary>The assignments that may be decided now.</summary>
    internal static IEnumerable<Assignment> Open(CaseStep step) => OpenPlaces(step).Select(place => step.Assignments[place]);

    /// <summary>The people for whom the step waits, members of a meeting who have yet to vote included.</summary>
    internal static Guid[] Waiting(CaseStep step)
    {
        if (step.State != StepState.Active) return [];
        // Outside replies and objections are awaited with the clock standing still; somebody here still minds them.
        var people = step.SuspendedAt is null ? Open(step) : step.Assignments.Where(one => one.Decision is null && !one.Removed);
        return [.. people.SelectMany(one => one.People).Concat(step.Meeting?.YetToVote ?? []).Distinct()];
    }

    /// <summary>What the decisions so far make of the step.</summary>
    internal static StepState Outcome(CaseStep step)
    {
        if (step.Assignments.Any(one => one is { AddedTo: not null, Decision: StepDecision.Reject })) return StepState.Rejected;
        var planned = Planned(step);
        return planned == StepState.Approved && Enumerable.Range(0, step.Assignments.Count).Any(place => IsPending(step, place)) ? StepState.Active : planned;
    }

    private static IEnumerable<Assignment> Posts(CaseStep step) => step.Assignments.Where(one => one.AddedTo is null);

    private static bool IsReady(CaseStep step, int place)
    {
        var one = step.Assignments[place];
        if (one.Decision is not null || one.Removed) return false;
        if (step.Assignments.Any(other => other.AddedTo == place && other.Before && other.Decision is null && !other.Removed)) return false;
        return one.AddedTo is not { } parent || one.Before || step.Assignments[parent].Decision == StepDecision.Approve;
    }

    // A signer who was added after somebody who has signed, and has not signed yet.
    private static bool IsPending(CaseStep step, int place)
    {
        var one = step.Assignments[place];
        return one is { AddedTo: not null, Decision: null, Removed: false } && step.Assignments[Root(step, place)].Decision is not null;
    }

    private static int Root(CaseStep step, int place) => step.Assignments[place].AddedTo is { } parent ? Root(step, parent) : place;

    private static StepState Planned(CaseStep step) => step.Plan.Kind switch
    {
        StepKind.AllOf or StepKind.Sequential => Countersigned(step),
        StepKind.WeightedVote => Voted(step),
        _ => FirstDecision(step),
    };

    private static StepState FirstDecision(CaseStep step) =>
        Posts(step).FirstOrDefault(assignment => assignment.Decision is not null)?.Decision switch
        {
            StepDecision.Approve => StepState.Approved,
            StepDecision.Reject => StepState.Rejected,
            _ => StepState.Active,
        };

    private static StepState Countersigned(CaseStep step)
    {
        if (Posts(step).Any(assignment => assignment.Decision == StepDecision.Reject)) return StepState.Rejected;
        return Posts(step).All(assignment => assignment.Decision == StepDecision.Approve) ? StepState.Approved : StepState.Active;
    }

    // Decided as soon as the votes still open cannot change the result.
    private static StepState Voted(CaseStep step)
    {
        var total = Posts(step).Sum(assignment => assignment.Weight);
        var approved = Posts(step).Where(assignment => assignment.Decision == StepDecision.Approve).Sum(assignment => assignment.Weight);
        var open = Posts(step).Where(assignment => assignment.Decision is null).Sum(assignment => assignment.Weight);
        var threshold = step.Plan.Threshold ?? 0.5m;
        if (Carries(approved, total, threshold)) return StepState.Approved;
        return Carries(approved + open, total, threshold) ? StepState.Active : StepState.Rejected;
    }

    // Compared at three decimals, so that two of three votes meet a threshold that is written 0.667.
    private static bool Carries(int votes, int total, decimal threshold) =>
        votes * 2 > total && decimal.Round((decimal)votes / total, 3) >= decimal.Round(threshold, 3);
}
