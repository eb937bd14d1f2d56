using System.Text;
using System.Text.Json;

namespace Ronghe.LedgerVerifier;

/// <summary>The acts of one pack, in the order of their case.</summary>
internal sealed class ActCheck(Merkle merkle, Head head, JsonElement content, Findings findings)
{
    private readonly HashSet<string> present = [];
    private int otherContent;

    /// <summary>The answer is the leaf hashes, hex, that are in the tree.</summary>
    /// <param name="lastLeaf">What the case itself names as its last act.</param>
    internal IReadOnlySet<string> Run(IReadOnlyList<JsonElement> acts, string? lastLeaf)
    {
        string? previous = null;
        var version = 0L;
        for (var number = 1; number <= acts.Count; number++)
        {
            var leaf = acts[number - 1].GetProperty("leaf");
            var hash = merkle.Leaf(CanonicalJson.Of(leaf));
            CheckPlace(number, acts[number - 1], hash);
            CheckChain(number, leaf, previous, version);
            CheckOpinion(number, acts[number - 1], leaf);
            CheckContent(acts[number - 1], leaf);
            (previous, version) = (Convert.ToHexStringLower(hash), leaf.GetProperty("caseVersion").GetInt64());
        }

        if (previous != lastLeaf) findings.Add("last-act", "案件的最后一次办理缺失或被改动。", "The last act of the case is missing or was changed.");
        if (acts.Count == 0) findings.Add("no-acts", "证据包里没有办理记录。", "The pack holds no act.");
        if (otherContent > 0)
        {
            if (otherContent == acts.Count) findings.Add("content", "案件内容与任何一次办理时看到的都不同：内容被改动。", "The content is not what anybody saw who acted: it was changed.");
            else findings.Note($"{otherContent} 次办理时看到的内容与现在的不同。", $"At {otherContent} acts the content was another than it is now.");
        }

        return present;
    }

    private void CheckPlace(int number, JsonElement act, byte[] hash)
    {
        var index = act.GetProperty("index");
        if (index.ValueKind == JsonValueKind.Null)
        {
            findings.Add("not-included", $"第 {number} 次办理不在树头 {head.Size} 的账本中：或刚刚发生，或被剔除。", $"Act {number} is not in the tree of size {head.Size}: it has just happened, or was left out.");
        }
        else if (merkle.IsIncluded(hash, index.GetInt64(), act.Hashes("path"), head.Size, head.Root))
        {
            present.Add(Convert.ToHexStringLower(hash));
        }
        else
        {
            findings.Add("changed", $"第 {number} 次办理与签名的账本不符：记录被改动、调换，或账本被改。", $"Act {number} does not fit the signed tree: the act was changed or moved, or the log was.");
        }
    }

    private void CheckChain(int number, JsonElement leaf, string? previous, long version)
    {
        if (leaf.GetProperty("previous").GetString() != previous || leaf.GetProperty("caseVersion").GetInt64() <= version)
            findings.Add("chain", $"第 {number} 次办理之前缺少记录，或顺序被调换。", $"Before act {number} an act is missing, or the order was changed.");
        if (leaf.Text("case") != content.Text("case")) findings.Add("other-case", $"第 {number} 次办理属于别的案件。", $"Act {number} belongs to another case.");
    }

    private void CheckOpinion(int number, JsonElement act, JsonElement leaf)
    {
        var commitment = leaf.GetProperty("opinion").GetString();
        var opinion = act.GetProperty("opinion");
        if (opinion.ValueKind == JsonValueKind.Null)
        {
            if (commitment is not null) findings.Note($"第 {number} 次办理的意见已依法删除，账本只证明当时有意见。", $"The words of act {number} were erased; the log proves only that there were some.");
        }
        else if (commitment != Commit(opinion.Text("salt"), Encoding.UTF8.GetBytes(opinion.Text("text"))))
        {
            findings.Add("opinion", $"第 {number} 次办理的意见不是当时写下的。", $"The words of act {number} are not those that were written then.");
        }
    }

    private void CheckContent(JsonElement act, JsonElement leaf)
    {
        if (act.GetProperty("seenSalt").GetString() is { } salt && leaf.Text("seen") != Commit(salt, CanonicalJson.Of(content))) otherContent++;
    }

    private string Commit(string salt, byte[] input) => Convert.ToHexStringLower(merkle.Digest([.. Convert.FromHexString(salt), .. input]));
}
