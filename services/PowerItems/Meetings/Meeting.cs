using Ronghe.PowerItems.Items;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.PowerItems.Meetings;

/// <summary>A meeting of a body: its agenda and who sits in it. What is decided on a topic are acts of the topic's case.</summary>
internal sealed class Meeting : IUnitScoped
{
    public Guid Id { get; init; }

    public required string UnitPath { get; init; }

    public required DecisionBody Body { get; init; }

    public required int Year { get; init; }

    /// <summary>Number of the body's meeting within the year.</summary>
    public required int Number { get; init; }

    public required string Title { get; init; }

    public string? Place { get; init; }

    public required DateTimeOffset StartsAt { get; init; }

    public required DateTimeOffset MaterialsAt { get; init; }

    public required Guid ConvenedBy { get; init; }

    public required IReadOnlyList<BodyMember> Members { get; init; }

    /// <summary>Who may read the meeting wherever they work: its members and its clerk.</summary>
    public required string[] Participants { get; init; }

    public required IReadOnlyList<MeetingTopic> Topics { get; init; }

    public DateTimeOffset? OpenedAt { get; private set; }

    public Guid[] Present { get; private set; } = [];

    public long Version { get; private set; } = 1;

    internal void Open(IReadOnlyList<Guid> present, DateTimeOffset at) => (Present, OpenedAt, Version) = ([.. present], at, Version + 1);
}

/// <summary>A case's step on the agenda.</summary>
internal sealed record MeetingTopic(Guid CaseId, Guid StepId, string ItemCode, string Title);
