using System.Text.Json;
using Ronghe.PowerItems.Assignees;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Meetings;
using Ronghe.PowerItems.Splitting;
using Ronghe.PowerItems.Timers;
using Ronghe.ServiceDefaults.Calendars;

namespace Ronghe.PowerItems.Acts;

/// <summary>Who acts: a person, a client, or the service itself when a limit runs out.</summary>
/// <param name="Kind">person, client or service.</param>
internal sealed record ActActor(string Kind, string Subject, Guid? PersonId)
{
    internal static ActActor Clock { get; } = new("service", "power-items", null);

    internal static ActActor Of(Guid person) => new("person", person.ToString(), person);
}

/// <summary>What somebody asks for, before it is known whether it may be.</summary>
/// <param name="Version">The version of the case that the actor saw; null for the service itself.</param>
internal sealed record IntendedAct(ActKind Kind, ActActor Actor, DateTimeOffset At, long? Version)
{
    /// <summary>Null for acts on the case as a whole.</summary>
    internal Guid? StepId { get; init; }

    internal string? Opinion { get; init; }

    /// <summary>Where a Return goes: initiator, previous, signer, or the key of an earlier step.</summary>
    internal string? To { get; init; }

    /// <summary>Whom a Transfer, Delegate, AddSigner, RemoveSigner, Copy or Recuse names.</summary>
    internal IReadOnlyList<Guid> People { get; init; } = [];

    /// <summary>True when an added signer signs before the one who adds.</summary>
    internal bool Before { get; init; }

    /// <summary>Fields of the form that the decider fills or changes.</summary>
    internal IReadOnlyDictionary<string, JsonElement>? Fields { get; init; }

    internal Submission? Submission { get; init; }

    internal OutsideFiling? Filing { get; init; }

    internal OutsideReply? Reply { get; init; }

    /// <summary>True when an objection is dismissed, false when it is upheld.</summary>
    internal bool Dismissed { get; init; }

    internal CaseMeeting? Meeting { get; init; }

    internal Vote? Vote { get; init; }

    /// <summary>Cases that together with this one exceed its tier; null when there are none, or for acts that approve nothing.</summary>
    internal SplittingFinding? Splitting { get; init; }

    /// <summary>Ids of the summed cases that the actor says they were shown.</summary>
    internal IReadOnlyList<Guid> SplittingSeen { get; init; } = [];

    internal CaseAlert? Alert { get; init; }

    /// <summary>Lower-case hex SHA-256 of what is attached.</summary>
    internal IReadOnlyList<AttachedFile> Attached { get; init; } = [];
}

/// <summary>The time of an act, as the database keeps it: to the microsecond, so that a replay meets the same moments.</summary>
internal static class ActTime
{
    internal static DateTimeOffset Now(TimeProvider clock) => clock.GetUtcNow() is var now ? now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond)) : default;
}

/// <summary>A file kept by the service.</summary>
/// <param name="Hash">Lower-case hex SHA-256.</param>
public sealed record AttachedFile(Guid FileId, string Name, string ContentType, long Length, string Hash);

/// <summary>What the machine needs to know of the world; asked for before the act and recorded with its effect.</summary>
internal sealed record ActWorld(PostHolders Holders, StandingProxies Proxies, SupervisionLine Supervision, WorkingCalendar Calendar);

/// <summary>An accepted act and what others are told of it.</summary>
internal sealed record Taken(CaseAct Act, IReadOnlyList<object> Events);
