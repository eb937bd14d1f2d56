using System.Security.Cryptography;
using System.Text.Json;

namespace Ronghe.LedgerVerifier;

/// <summary>The log's keys. The first one names the log; each later one must be endorsed by the one before it.</summary>
internal sealed class KeyChain
{
    private readonly Dictionary<string, JsonElement> keys = [];

    internal KeyChain(JsonElement file, string? pinnedLog, Findings findings)
    {
        var list = file.ValueKind == JsonValueKind.Array ? file : file.GetProperty("keys");
        JsonElement? before = null;
        foreach (var key in list.EnumerateArray().OrderBy(key => key.GetProperty("number").GetInt32()))
        {
            var id = key.Text("id");
            if (id != Convert.ToHexStringLower(SHA256.HashData(Convert.FromBase64String(key.Text("publicKey")))))
                findings.Add("key-id", $"密钥 {id[..12]}… 的编号与公钥不符。", $"Key {id[..12]}… does not have the id of its public key.");
            else if (before is { } last && !Endorses(last, key))
                findings.Add("key-not-endorsed", $"密钥 {id[..12]}… 没有上一把密钥的背书：可能被人换掉。", $"Key {id[..12]}… is not endorsed by the key before it: somebody may have replaced it.");
            else
                keys[id] = key;
            Log ??= id;
            before = key;
        }

        if (Log is null) throw new InvalidDataException("There is no key.");
        if (pinnedLog is null) findings.Note($"账本编号 {Log}：请与另行公布的编号核对（--log）。", $"Log id {Log}: compare it with the one published elsewhere (--log).");
        else if (pinnedLog != Log) findings.Add("other-log", "这不是所指定的账本。", "This is not the log that was named.");
    }

    /// <summary>Id of the log.</summary>
    internal string? Log { get; }

    /// <summary>Adds a finding unless the document is this log's and signed by one of its keys.</summary>
    internal bool Check(JsonElement document, string whatZh, string whatEn, Findings findings)
    {
        if (document.Text("log") == Log && keys.TryGetValue(document.Text("key"), out var key)
            && Documents.IsSigned(document, key.Text("algorithm"), key.Text("publicKey"), document.Text("signature"), "key", "signature"))
        {
            return true;
        }

        findings.Add("signature", $"{whatZh}的签名无效，或不是本账本签的。", $"The signature of {whatEn} is not valid, or not this log's.");
        return false;
    }

    private static bool Endorses(JsonElement before, JsonElement key) =>
        key.GetProperty("endorsedBy").GetString() == before.Text("id") && key.GetProperty("endorsement").GetString() is { } endorsement
        && Documents.IsSigned(key, before.Text("algorithm"), before.Text("publicKey"), endorsement, "endorsedBy", "endorsement");
}
