using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Ronghe.LedgerVerifier;

/// <summary>An evidence pack: every act in the signed tree, in an unbroken chain, with the words and the content it commits to.</summary>
internal static class PackCheck
{
    internal static void Run(Options options, Findings findings)
    {
        var pack = Open(options.Files[0]);
        var keys = new KeyChain(pack["keys.json"], options.One("--log"), findings);
        var heads = pack["heads.json"].EnumerateArray().Select(Head.Of).OrderBy(head => head.Size).ToList();
        var newest = heads[^1];
        foreach (var head in heads) keys.Check(head.Document, $"树头（{head.Size}）", $"the head of size {head.Size}", findings);

        var links = pack["consistency.json"].EnumerateArray().Select(Link.Of)
            .Concat(options.All("--proof").Select(file => Link.Of(Documents.Read(file)))).ToList();
        foreach (var head in heads.SkipLast(1)) HeadCheck.Compare(head, newest, links, findings);
        var keeps = CompareWithKept(options, newest, links, keys, findings);
        CheckWitnesses(options, pack, heads, keeps, findings);

        var acts = pack["acts.json"].EnumerateArray().ToList();
        var present = new ActCheck(new Merkle(newest.Hash), newest, pack["content.json"], findings).Run(acts, pack["pack.json"].GetProperty("lastLeaf").GetString());
        if (pack["content.json"].Text("case") != pack["pack.json"].Text("case")) findings.Add("other-case", "案件内容不是本案件的。", "The content is that of another case.");
        foreach (var file in options.All("--receipt")) ReceiptCheck.Run(Documents.Read(file), present, keys, options.Clock, findings);
        findings.Note($"案件 {pack["pack.json"].Text("case")}：{acts.Count} 次办理，树头 {newest.Size}。", $"Case {pack["pack.json"].Text("case")}: {acts.Count} acts, head of size {newest.Size}.");
    }

    private static bool CompareWithKept(Options options, Head newest, List<Link> links, KeyChain keys, Findings findings)
    {
        var kept = options.All("--head").Select(file => Head.Of(Documents.Read(file))).ToList();
        foreach (var head in kept)
        {
            if (!keys.Check(head.Document, $"另存的树头（{head.Size}）", $"the kept head of size {head.Size}", findings)) continue;
            if (head.Size > newest.Size)
            {
                findings.Add("truncated", $"另存的树头有 {head.Size} 条，证据包的只有 {newest.Size} 条：账本被截短，或出示了旧账本。", $"The kept head has {head.Size} entries, the pack's {newest.Size}: the log was truncated, or an old one is shown.");
            }
            else
            {
                HeadCheck.Compare(head, newest, links, findings);
            }
        }

        return kept.Count > 0;
    }

    private static void CheckWitnesses(Options options, Dictionary<string, JsonElement> pack, List<Head> heads, bool keeps, Findings findings)
    {
        var quorum = Math.Max(1, pack["pack.json"].GetProperty("quorum").GetInt32());
        var trusted = options.All("--witness").ToHashSet();
        var best = heads.Select(head => HeadCheck.Witnesses(head, pack["witnesses.json"], findings)
            .Where(witness => trusted.Count == 0 || trusted.Contains(witness)).ToList()).MaxBy(list => list.Count)!;
        if (best.Count >= quorum)
        {
            if (trusted.Count == 0) findings.Note($"见证人：{string.Join(" ", best)}。请向见证人本人核对（--witness）。", $"Witnesses: {string.Join(" ", best)}. Ask them whether these keys are theirs (--witness).");
        }
        else if (!keeps)
        {
            findings.Add("no-quorum", $"见证签名 {best.Count} 个，需要 {quorum} 个，也没有另存的树头：截短和两本账无从排除。", $"{best.Count} witnesses signed, {quorum} are needed, and no head kept elsewhere was given: truncation and a split view cannot be ruled out.");
        }
        else
        {
            findings.Note($"见证签名 {best.Count} 个，少于 {quorum} 个；以另存的树头为准。", $"{best.Count} witnesses signed, fewer than {quorum}; the kept head stands in for them.");
        }
    }

    private static Dictionary<string, JsonElement> Open(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        var entries = new Dictionary<string, JsonElement>();
        foreach (var entry in zip.Entries)
        {
            using var reader = new StreamReader(entry.Open(), Encoding.UTF8);
            if (!entries.TryAdd(entry.FullName, JsonDocument.Parse(reader.ReadToEnd()).RootElement)) throw new InvalidDataException($"{entry.FullName} stands twice.");
        }

        return entries;
    }
}
