using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Ledger.Keys;

namespace Ronghe.PowerItems.Ledger;

/// <summary>
/// What the actor gets for an accepted act: the promise that this leaf is in the published tree before the delay has passed.
/// Everything but key and signature is signed, in its canonical form (RFC 8785).
/// </summary>
/// <param name="Format">ronghe.receipt/1.</param>
/// <param name="Log">Id of the log: hex SHA-256 of its first public key.</param>
/// <param name="LeafHash">Hex.</param>
/// <param name="Time">UTC with six decimal places.</param>
/// <param name="MaximumMergeDelay">Seconds.</param>
/// <param name="Key">Id of the key that signed.</param>
/// <param name="Signature">Base64 of r and s.</param>
public sealed record ActReceipt(string Format, string Log, Guid Act, string LeafHash, string Time, int MaximumMergeDelay, string Key, string Signature);

/// <summary>The only way to record an act: its row becomes a leaf.</summary>
internal sealed class ActLedger(LedgerLog log)
{
    private const int SaltLength = 16;

    /// <summary>
    /// Adds the act to what is saved with the case. The receipt must leave the service only after the commit.
    /// </summary>
    /// <param name="powerCase">Loaded under its row lock: acts of one case form a chain.</param>
    /// <param name="opinion">A personal input: it enters the leaf as a salted commitment, and can be erased.</param>
    internal ActReceipt Record(PowerItemsDb db, PowerCase powerCase, CaseAct act, string? opinion)
    {
        if (!string.IsNullOrWhiteSpace(opinion))
        {
            var input = new ActInput { ActId = act.Id, UnitPath = act.UnitPath, Salt = RandomNumberGenerator.GetBytes(SaltLength), Opinion = opinion };
            db.Add(input);
            act.Opinion = log.Hash.Commit(input.Salt, Encoding.UTF8.GetBytes(opinion));
        }

        powerCase.Salt ??= RandomNumberGenerator.GetBytes(SaltLength);
        act.Seen = log.Hash.Commit(SaltOf(powerCase.Salt, act.Id), CanonicalJson.Of(CaseLeaf.Content(powerCase)));
        act.Previous = powerCase.LastLeaf;
        act.LeafHash = log.Hash.Leaf(CanonicalJson.Of(CaseLeaf.Of(act)));
        powerCase.LastLeaf = act.LeafHash;
        db.Add(act);
        return Receipt(act);
    }

    /// <summary>The salt of what was seen in one act: who knows it can check this act and no other.</summary>
    internal byte[] SaltOf(byte[] caseSalt, Guid actId) => log.Hash.Commit(caseSalt, Encoding.UTF8.GetBytes(actId.ToString()))[..SaltLength];

    private ActReceipt Receipt(CaseAct act)
    {
        var (time, delay) = (LedgerTime.Write(act.At), (int)log.MaximumMergeDelay.TotalSeconds);
        var document = new JsonObject
        {
            ["format"] = "ronghe.receipt/1",
            ["log"] = log.Id,
            ["act"] = act.Id.ToString(),
            ["leafHash"] = Convert.ToHexStringLower(act.LeafHash),
            ["time"] = time,
            ["maximumMergeDelay"] = delay,
        };
        var (key, signature) = log.SignBytes(CanonicalJson.Of(document));
        return new ActReceipt("ronghe.receipt/1", log.Id, act.Id, Convert.ToHexStringLower(act.LeafHash), time, delay, key, Convert.ToBase64String(signature));
    }
}
