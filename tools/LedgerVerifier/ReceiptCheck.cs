using System.Globalization;
using System.Text.Json;

namespace Ronghe.LedgerVerifier;

/// <summary>A receipt is a promise: after its delay the leaf must be in the tree.</summary>
internal static class ReceiptCheck
{
    /// <param name="present">Leaf hashes, hex, that are shown to be in the tree.</param>
    internal static void Run(JsonElement file, IReadOnlySet<string> present, KeyChain keys, TimeProvider clock, Findings findings)
    {
        var receipt = file.TryGetProperty("receipt", out var inner) ? inner : file;
        var act = receipt.Text("act");
        if (!keys.Check(receipt, $"回执（{act}）", $"the receipt of act {act}", findings) || present.Contains(receipt.Text("leafHash"))) return;
        var due = Time(receipt.Text("time")).AddSeconds(receipt.GetProperty("maximumMergeDelay").GetInt32());
        if (clock.GetUtcNow() < due)
            findings.Note($"回执（{act}）还没到并入期限，请稍后再核对。", $"The receipt of act {act} is not due yet: check again later.");
        else
            findings.Add("receipt-not-included", $"有回执的记录（{act}）不在所出示的账本或证据包中：它被删除，或从未并入。", $"Act {act} has a receipt and is not in the log or pack that was shown: it was dropped, or never taken in.");
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
