using System.Text.Json;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Items;
using Ronghe.PowerItems.Meetings;
using Ronghe.PowerItems.Timers;

namespace Ronghe.PowerItems.Acts;

/// <summary>
/// What an act did, with everything that was looked up for it: applying the stored acts of a case in their order gives the same
/// case, whoever holds which post by then and whatever the calendar says.
/// </summary>
internal sealed record ActEffect
{
    public Submission? Submission { get; init; }

    /// <summary>Place of the assignment in its step that the actor used; null when none.</summary>
    public int? Assignment { get; init; }

    public Activation? Activated { get; init; }

    /// <summary>The step to which the case returned; null for the initiator.</summary>
    public Guid? ReturnedTo { get; init; }

    public IReadOnlyList<Guid>? People { get; init; }

    public IReadOnlyList<Assignment>? Signers { get; init; }

    public IReadOnlyDictionary<string, JsonElement>? Fields { get; init; }

    public OutsideFiling? Filing { get; init; }

    public OutsideReply? Reply { get; init; }

    public bool? Dismissed { get; init; }

    /// <summary>New end of the limit after a suspension; null without a limit.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>New end of a notice's window after a suspension.</summary>
    public DateTimeOffset? NoticeUntil { get; init; }

    public CaseMeeting? Meeting { get; init; }

    public Vote? Vote { get; init; }

    /// <summary>What a meeting resolved.</summary>
    public StepDecision? Resolved { get; init; }

    public CaseAlert? Alert { get; init; }

    public IReadOnlyList<AttachedFile>? Attached { get; init; }
}

/// <summary>What the initiator hands in, the first time or again.</summary>
/// <param name="StepIds">One for each step of the item, in order.</param>
/// <param name="Skipped">Keys of the steps that do not apply.</param>
internal sealed record Submission(
    IReadOnlyDictionary<string, JsonElement> Form,
    IReadOnlyList<CaseMaterial> Materials,
    AmountTier? Tier,
    IReadOnlyList<Guid> StepIds,
    IReadOnlyList<string> Skipped);

/// <summary>A step that begins, with the people found for it then.</summary>
internal sealed record Activation(Guid StepId, IReadOnlyList<Assignment> Assignments, DateTimeOffset? DueAt, DateTimeOffset? NoticeUntil);
