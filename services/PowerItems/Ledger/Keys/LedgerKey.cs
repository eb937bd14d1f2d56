using System.Text.Json.Nodes;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.PowerItems.Ledger.Keys;

/// <summary>A public key of the log, kept for good: old heads and receipts are checked with it.</summary>
[AppendOnly]
internal sealed class LedgerKey
{
    /// <summary>Lower-case hex SHA-256 of the public key. The first key's id is the id of the log.</summary>
    public required string Id { get; init; }

    /// <summary>1 for the first key.</summary>
    public int Number { get; init; }

    public required string Algorithm { get; init; }

    public required byte[] PublicKey { get; init; }

    public DateTimeOffset Since { get; init; }

    /// <summary>The key before it; null for the first.</summary>
    public string? EndorsedBy { get; init; }

    /// <summary>That key's signature over <see cref="Statement"/>; null for the first.</summary>
    public byte[]? Endorsement { get; init; }

    internal JsonObject Statement(string log) => new()
    {
        ["format"] = "ronghe.key/1",
        ["log"] = log,
        ["id"] = Id,
        ["number"] = Number,
        ["algorithm"] = Algorithm,
        ["publicKey"] = Convert.ToBase64String(PublicKey),
        ["since"] = LedgerTime.Write(Since),
    };
}
