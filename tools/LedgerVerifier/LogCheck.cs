namespace Ronghe.LedgerVerifier;

/// <summary>The whole log: its leaves must give the signed root, and every receipt must be among them.</summary>
internal static class LogCheck
{
    internal static void Run(Options options, Findings findings)
    {
        var keys = new KeyChain(Documents.Read(options.Needed("--keys")), options.One("--log"), findings);
        var head = Head.Of(Documents.Read(options.Needed("--head")));
        keys.Check(head.Document, "树头", "the head", findings);
        var pages = options.Files.Select(Documents.Read).OrderBy(page => page.GetProperty("from").GetInt64()).ToList();
        var leaves = new List<byte[]>();
        foreach (var page in pages)
        {
            if (page.GetProperty("from").GetInt64() != leaves.Count)
                findings.Add("entries-missing", $"缺少从 {leaves.Count} 起的叶子。", $"Entries from {leaves.Count} on are missing.");
            leaves.AddRange(page.Hashes("leafHashes"));
        }

        if (leaves.Count < head.Size)
            findings.Add("truncated", $"账本只有 {leaves.Count} 条，而签名的树头有 {head.Size} 条：记录被截断。", $"The log has {leaves.Count} entries, the signed head {head.Size}: it was truncated.");
        else if (!new Merkle(head.Hash).Root(leaves.Take((int)head.Size).ToArray()).AsSpan().SequenceEqual(head.Root))
            findings.Add("root", "由叶子重算的树根与签名的树根不同：有记录被改动、删除或调换。", "The leaves do not give the signed root: entries were changed, dropped or reordered.");

        var present = leaves.Select(Convert.ToHexStringLower).ToHashSet();
        foreach (var file in options.All("--receipt")) ReceiptCheck.Run(Documents.Read(file), present, keys, options.Clock, findings);
    }
}
