using System.Text.Json.Nodes;
using Ronghe.PowerItems.Ledger.Trees;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.PowerItems.Ledger.Witnesses;

/// <summary>Somebody beside the platform's operator who signs heads with a key of their own: discipline inspection, audit, the union.</summary>
internal sealed class Witness
{
    public Guid Id { get; init; }

    public required string Name { get; init; }

    public required string NameEn { get; init; }

    /// <summary>Hex SHA-256 of the public key.</summary>
    public required string KeyId { get; init; }

    public required string Algorithm { get; init; }

    public required byte[] PublicKey { get; init; }

    public DateTimeOffset Since { get; init; }

    public required string RegisteredBy { get; init; }

    /// <summary>Null while it signs. Signatures from before stay valid.</summary>
    public DateTimeOffset? RetiredAt { get; private set; }

    internal void Retire(DateTimeOffset at) => RetiredAt ??= at;
}

/// <summary>A witness's signature over a head: it saw this head, and every head it signed before is consistent with it.</summary>
[AppendOnly]
internal sealed class Cosignature
{
    public long Size { get; init; }

    public Guid WitnessId { get; init; }

    /// <summary>By the witness's clock.</summary>
    public DateTimeOffset At { get; init; }

    public required byte[] Signature { get; init; }

    /// <summary>What a witness signs.</summary>
    internal static JsonObject Statement(string log, LedgerHead head, string witnessKey, string time) => new()
    {
        ["format"] = "ronghe.cosignature/1",
        ["log"] = log,
        ["size"] = head.Size,
        ["root"] = Convert.ToHexStringLower(head.Root),
        ["witness"] = witnessKey,
        ["time"] = time,
    };
}
