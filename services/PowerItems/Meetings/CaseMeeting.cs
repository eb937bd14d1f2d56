using Ronghe.PowerItems.Items;

namespace Ronghe.PowerItems.Meetings;

/// <summary>How far one topic of a meeting has come: the part of a meeting that belongs to its case.</summary>
/// <param name="MaterialsAt">When the materials went out: the moment of convening, by the service's own clock.</param>
/// <param name="Present">Null until the meeting was opened.</param>
/// <param name="Recused">Members who stay out of this topic.</param>
internal sealed record CaseMeeting(
    Guid MeetingId,
    BodyRule Rule,
    IReadOnlyList<BodyMember> Members,
    DateTimeOffset MaterialsAt,
    DateTimeOffset StartsAt,
    IReadOnlyList<Guid>? Present = null,
    IReadOnlyList<Guid>? Recused = null,
    IReadOnlyList<Vote>? Votes = null)
{
    /// <summary>Present members who neither stay out nor have voted.</summary>
    internal IEnumerable<Guid> YetToVote => (Present ?? []).Except(Recused ?? []).Except((Votes ?? []).Select(vote => vote.Member));

    /// <summary>The member who speaks last: the first post of the rule that is present and does not stay out.</summary>
    internal Guid? Head => (Present ?? []).Except(Recused ?? []).ToList() is { Count: > 0 } voting
        ? Members.First(member => voting.Contains(member.PersonId)).PersonId : null;
}

/// <param name="Post">The post by which the person is a member.</param>
public sealed record BodyMember(Guid PersonId, string Post);

public enum VoteChoice { For, Against, Abstain }

/// <summary>A member's vote. The reason is the opinion of its act.</summary>
public sealed record Vote(Guid Member, VoteChoice Choice);

/// <summary>How a body decides.</summary>
/// <param name="Members">Posts whose holders are its members, the head first: the order of rank, in which the last one speaks first.</param>
/// <param name="Quorum">Share of the members that must be present; a share of 0.5 means more than half.</param>
/// <param name="MaterialsDays">Whole days between sending the materials and the meeting.</param>
public sealed record BodyRule(
    DecisionBody Body,
    string Name,
    string NameEn,
    IReadOnlyList<string> Members,
    decimal Quorum,
    DecisionRule Decides,
    int MaterialsDays,
    bool HeadSpeaksLast,
    string Source);

public enum DecisionRule
{
    /// <summary>More than half of all members.</summary>
    MajorityOfMembers,

    /// <summary>More than half of those present.</summary>
    MajorityOfPresent,

    /// <summary>The head decides after hearing everybody; a majority of the others against binds the head to put it off.</summary>
    HeadAfterHearing,
}
