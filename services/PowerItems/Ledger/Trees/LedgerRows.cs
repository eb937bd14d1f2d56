using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.PowerItems.Ledger.Trees;

/// <summary>The place of an act in the log.</summary>
[AppendOnly]
internal sealed class LedgerEntry
{
    public long Index { get; init; }

    public required Guid ActId { get; init; }

    public required byte[] LeafHash { get; init; }
}

/// <summary>256 hashes of one level, written when the last of them was there.</summary>
[AppendOnly]
internal sealed class LedgerTile
{
    public int Level { get; init; }

    public long Number { get; init; }

    public required byte[] Root { get; init; }

    public required byte[] Hashes { get; init; }
}

/// <summary>A signed tree head.</summary>
[AppendOnly]
internal sealed class LedgerHead
{
    /// <summary>Leaves in the tree; one head a size.</summary>
    public long Size { get; init; }

    public required byte[] Root { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>Every act of a transaction before this one is in the tree.</summary>
    public ulong Horizon { get; init; }

    public required string KeyId { get; init; }

    public required byte[] Signature { get; init; }
}
