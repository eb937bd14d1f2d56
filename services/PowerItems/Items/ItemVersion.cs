using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.PowerItems.Items;

/// <summary>One version of an item as stored: a draft, then in force from one day to another. At any time one version of a code is in force at most.</summary>
internal sealed class ItemVersion
{
    private ItemVersion() { }

    internal ItemVersion(PowerItem definition, string domain, int number, DateTimeOffset inForceFrom)
    {
        Code = definition.Code;
        Number = number;
        Domain = domain;
        Definition = definition;
        InForceFrom = inForceFrom;
    }

    public string Code { get; private set; } = null!;

    public int Number { get; private set; }

    public string Domain { get; private set; } = null!;

    public PowerItem Definition { get; private set; } = null!;

    /// <summary>Null for a draft.</summary>
    public DateTimeOffset? InForceFrom { get; private set; }

    /// <summary>The moment from which it no longer holds; null while no end is known.</summary>
    public DateTimeOffset? InForceTo { get; private set; }

    internal static ItemVersion Draft(PowerItem definition, string domain, int number) =>
        new() { Code = definition.Code, Number = number, Domain = domain, Definition = definition };

    /// <summary>Draft, Scheduled, InForce or Retired.</summary>
    internal string StateAt(DateTimeOffset now) => InForceFrom is null ? "Draft" : InForceFrom > now ? "Scheduled" : InForceTo <= now ? "Retired" : "InForce";

    /// <param name="before">The version that holds until then; null when the item is new or was retired.</param>
    internal Refusal? Publish(DateTimeOffset from, DateTimeOffset now, ItemVersion? before)
    {
        if (InForceFrom is not null) return ItemRefusals.NotADraft;
        from = from.AddTicks(-(from.Ticks % TimeSpan.TicksPerMicrosecond)); // as PostgreSQL keeps it: else a version could follow itself
        if (from.AddMilliseconds(1) < now) return ItemRefusals.InThePast;
        if (before is not null && before.InForceFrom >= from) return ItemRefusals.BeforeTheLast(before.InForceFrom.Value);
        if (before is not null) before.InForceTo = from;
        InForceFrom = from;
        return null;
    }

    internal Refusal? Retire(DateTimeOffset to, DateTimeOffset now)
    {
        if (InForceFrom is null || InForceTo is not null || InForceFrom >= to) return ItemRefusals.NotPublished;
        if (to < now) return ItemRefusals.InThePast;
        InForceTo = to;
        return null;
    }
}
