using System.Text.Json;

namespace Ronghe.LedgerVerifier;

/// <summary>Two heads against each other: the same log, the same past.</summary>
internal static class HeadCheck
{
    internal static void Run(Options options, Findings findings)
    {
        var keys = new KeyChain(Documents.Read(options.Needed("--keys")), options.One("--log"), findings);
        var heads = options.Files.Select(file => Head.Of(Documents.Read(file))).OrderBy(head => head.Size).ToList();
        foreach (var head in heads) keys.Check(head.Document, $"树头（{head.Size}）", $"the head of size {head.Size}", findings);
        Compare(heads[0], heads[1], options.All("--proof").Select(file => Link.Of(Documents.Read(file))).ToList(), findings);
    }

    /// <param name="kept">The smaller head.</param>
    internal static void Compare(Head kept, Head newer, IReadOnlyList<Link> links, Findings findings)
    {
        if (kept.Size == newer.Size)
        {
            if (!kept.Root.AsSpan().SequenceEqual(newer.Root)) Fork(kept, newer, findings);
            return;
        }

        if (links.FirstOrDefault(link => link.From == kept.Size && link.To == newer.Size) is not { } link)
        {
            findings.Add("no-consistency-proof", $"没有从 {kept.Size} 到 {newer.Size} 的一致性证明，不能说明账本只增未改。", $"There is no consistency proof from {kept.Size} to {newer.Size}: nothing shows that the log only grew.");
        }
        else if (!new Merkle(newer.Hash).IsConsistent(kept.Size, kept.Root, newer.Size, newer.Root, link.Path))
        {
            Fork(kept, newer, findings);
        }
    }

    private static void Fork(Head kept, Head newer, Findings findings) => findings.Add(
        "fork",
        $"两个树头（{kept.Size} 与 {newer.Size}）不属于同一段历史：账本被改写，或对不同的人出示了不同的账本。",
        $"The heads of sizes {kept.Size} and {newer.Size} have no common history: the log was rewritten, or different people were shown different logs.");

    /// <summary>How many different witnesses signed the head; a broken signature is a finding.</summary>
    internal static IReadOnlyList<string> Witnesses(Head head, JsonElement witnesses, Findings findings)
    {
        var known = witnesses.EnumerateArray().ToDictionary(witness => witness.Text("keyId"));
        var valid = new HashSet<string>();
        foreach (var cosignature in head.Cosignatures)
        {
            var key = cosignature.Text("witness");
            if (known.TryGetValue(key, out var witness) && cosignature.GetProperty("size").GetInt64() == head.Size && cosignature.Text("log") == head.Log
                && Convert.FromHexString(cosignature.Text("root")).AsSpan().SequenceEqual(head.Root)
                && key == Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Convert.FromBase64String(witness.Text("publicKey"))))
                && Documents.IsSigned(cosignature, witness.Text("algorithm"), witness.Text("publicKey"), cosignature.Text("signature"), "signature"))
            {
                valid.Add(key);
            }
            else
            {
                findings.Add("cosignature", $"见证人 {key[..12]}… 的签名无效。", $"The signature of witness {key[..12]}… is not valid.");
            }
        }

        return [.. valid];
    }
}
