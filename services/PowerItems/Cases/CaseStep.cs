using Ronghe.PowerItems.Acts;
using Ronghe.PowerItems.Items;
using Ronghe.PowerItems.Meetings;

namespace Ronghe.PowerItems.Cases;

public enum StepState { Waiting, Active, Approved, Rejected, Skipped }

public enum StepDecision { Approve, Reject }

/// <summary>A step of a case: the plan, frozen when the case was opened, and how far it has come. Changed only by replacement.</summary>
/// <param name="Assignments">One for each post, filled when the step becomes active, and one for each signer added. A place never changes.</param>
/// <param name="DueAt">Null until active, while suspended, or when the plan sets no limit.</param>
/// <param name="NoticeUntil">End of the notice window; null for every kind but PublicNotice.</param>
/// <param name="SuspendedAt">Since when its clock stands still; null while it runs.</param>
/// <param name="Limit">When the step would have been due had it not been suspended; kept to resume from.</param>
internal sealed record CaseStep(
    Guid Id,
    ItemStep Plan,
    StepState State,
    IReadOnlyList<Assignment> Assignments,
    DateTimeOffset? ActiveSince = null,
    DateTimeOffset? DueAt = null,
    DateTimeOffset? NoticeUntil = null,
    DateTimeOffset? ClosedAt = null,
    DateTimeOffset? SuspendedAt = null,
    DateTimeOffset? Limit = null,
    OutsideFiling? Filing = null,
    OutsideReply? Reply = null,
    IReadOnlyList<Objection>? Objections = null,
    CaseMeeting? Meeting = null)
{
    /// <summary>The step as it was before anything happened to it.</summary>
    internal CaseStep Fresh() => new(Id, Plan, StepState.Waiting, []);

    internal CaseStep With(int place, Assignment changed) =>
        this with { Assignments = [.. Assignments.Select((one, index) => index == place ? changed : one)] };
}

/// <summary>Who may act for one post of a step, and what was decided for it.</summary>
/// <param name="UnitPath">The unit at which the post is held.</param>
/// <param name="EscalatedFrom">The unit at which nobody held the post, so that the search climbed; null when it did not.</param>
/// <param name="Weight">Votes of the post; 1 outside a weighted vote.</param>
/// <param name="People">Any one of them may act.</param>
/// <param name="Vacant">True when nobody up to the group holds the post, so that a supervisor stands in.</param>
/// <param name="Proxies">Who acts for whom by a standing proxy; null for none.</param>
/// <param name="DelegatedBy">Who lent the task and gets it back; null when it was not lent.</param>
/// <param name="AddedTo">Place of the assignment that this signer was added to; null for one of the plan.</param>
/// <param name="Before">True when an added signer signs before the one who added them.</param>
/// <param name="Removed">True when an added signer was removed again before signing.</param>
internal sealed record Assignment(
    string Post,
    string UnitPath,
    string? EscalatedFrom,
    int Weight,
    IReadOnlyList<Guid> People,
    StepDecision? Decision = null,
    Guid? DecidedBy = null,
    DateTimeOffset? DecidedAt = null,
    bool Vacant = false,
    IReadOnlyList<ProxyUse>? Proxies = null,
    Guid? DelegatedBy = null,
    int? AddedTo = null,
    Guid? AddedBy = null,
    bool Before = false,
    bool Removed = false);

/// <param name="For">The holder of the post.</param>
/// <param name="By">Who acts in their place.</param>
public sealed record ProxyUse(Guid For, Guid By);

/// <summary>A submission to an authority outside.</summary>
/// <param name="Number">The number under which the authority took it in.</param>
public sealed record OutsideFiling(string Authority, string Number, DateOnly On);

/// <summary>What the authority answered.</summary>
/// <param name="Document">Number of the reply document.</param>
public sealed record OutsideReply(string Document, DateOnly On, bool Granted);

/// <summary>An objection to a public notice.</summary>
/// <param name="Dismissed">Null while it is open.</param>
public sealed record Objection(string Subject, DateTimeOffset At, bool? Dismissed = null);
