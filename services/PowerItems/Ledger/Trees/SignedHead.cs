using System.Text.Json.Nodes;
using Ronghe.PowerItems.Ledger.Keys;

namespace Ronghe.PowerItems.Ledger.Trees;

/// <summary>A tree head as it is handed out. Everything but key and signature is signed, in its canonical form (RFC 8785).</summary>
/// <param name="Format">ronghe.head/1.</param>
/// <param name="Hash">SHA-256 or SM3.</param>
/// <param name="Size">Leaves in the tree.</param>
/// <param name="Root">Hex.</param>
/// <param name="Time">UTC with six decimal places.</param>
public sealed record SignedHead(string Format, string Log, string Hash, long Size, string Root, string Time, string Key, string Signature)
{
    internal static SignedHead Of(LedgerHead head, LedgerLog log) => new(
        "ronghe.head/1", log.Id, log.Hash.Name, head.Size, Convert.ToHexStringLower(head.Root), LedgerTime.Write(head.At), head.KeyId,
        Convert.ToBase64String(head.Signature));

    internal static LedgerHead Sign(LedgerLog log, long size, byte[] root, DateTimeOffset at, ulong horizon)
    {
        var (key, signature) = log.SignBytes(CanonicalJson.Of(new JsonObject
        {
            ["format"] = "ronghe.head/1",
            ["log"] = log.Id,
            ["hash"] = log.Hash.Name,
            ["size"] = size,
            ["root"] = Convert.ToHexStringLower(root),
            ["time"] = LedgerTime.Write(at),
        }));
        return new LedgerHead { Size = size, Root = root, At = at, Horizon = horizon, KeyId = key, Signature = signature };
    }
}
