using Ronghe.PowerItems.Items;

namespace Ronghe.PowerItems.Cases;

public enum StepState { Waiting, Active, Approved, Rejected, Skipped }

public enum StepDecision { Approve, Reject }

/// <summary>A step of a case: the plan, frozen when the case was opened, and how far it has come. Changed only by replacement.</summary>
/// <param name="Assignments">One for each post, filled when the step becomes active.</param>
/// <param name="DueAt">Null until active, or when the plan sets no limit.</param>
/// <param name="NoticeUntil">End of the notice window; null for every kind but PublicNotice.</param>
internal sealed record CaseStep(
    Guid Id,
    ItemStep Plan,
    StepState State,
    IReadOnlyList<Assignment> Assignments,
    DateTimeOffset? ActiveSince = null,
    DateTimeOffset? DueAt = null,
    DateTimeOffset? NoticeUntil = null,
    DateTimeOffset? ClosedAt = null);

/// <summary>Who may act for one post of a step, and what was decided for it.</summary>
/// <param name="UnitPath">The unit at which the post is held.</param>
/// <param name="EscalatedFrom">The unit at which nobody held the post, so that the search climbed; null when it did not.</param>
/// <param name="Weight">Votes of the post; 1 outside a weighted vote.</param>
/// <param name="People">Any one of them may act.</param>
internal sealed record Assignment(
    string Post,
    string UnitPath,
    string? EscalatedFrom,
    int Weight,
    IReadOnlyList<Guid> People,
    StepDecision? Decision = null,
    Guid? DecidedBy = null,
    DateTimeOffset? DecidedAt = null);
