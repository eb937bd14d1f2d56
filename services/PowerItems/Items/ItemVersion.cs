namespace Ronghe.PowerItems.Items;

/// <summary>One version of an item as stored. At most one version of a code is in force.</summary>
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

    public DateTimeOffset InForceFrom { get; private set; }

    /// <summary>Null while in force.</summary>
    public DateTimeOffset? InForceTo { get; private set; }
}
