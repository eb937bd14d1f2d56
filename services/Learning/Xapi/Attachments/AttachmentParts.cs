using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;

namespace Ronghe.Learning.Xapi.Attachments;

/// <summary>The parts of a multipart request behind the first: attachments as bytes, each under its hash.</summary>
internal static class AttachmentParts
{
    private const string HashHeader = "X-Experience-API-Hash";

    internal static async Task<Dictionary<string, byte[]>> Read(MultipartReader reader, CancellationToken ct)
    {
        var parts = new Dictionary<string, byte[]>(StringComparer.OrdinalIgnoreCase);
        for (var number = 2; await reader.ReadNextSectionAsync(ct) is { } section; number++)
        {
            var headers = section.Headers ?? [];
            if (!headers.TryGetValue("Content-Transfer-Encoding", out var encoding) || encoding != "binary")
                throw new MalformedException($"part {number}", "Content-Transfer-Encoding 应为 binary。", "Content-Transfer-Encoding must be binary.");
            if (!headers.TryGetValue(HashHeader, out var hash) || !DataTypes.IsSha2(hash.ToString()))
                throw new MalformedException($"part {number}", $"缺少 {HashHeader} 头。", $"The header {HashHeader} is missing or no SHA-2.");
            using var bytes = new MemoryStream();
            await section.Body.CopyToAsync(bytes, ct);
            var content = bytes.ToArray();
            if (!HashOf(content, hash.ToString().Length).Equals(hash.ToString(), StringComparison.OrdinalIgnoreCase))
                throw new MalformedException($"part {number}", "内容与其哈希不符。", "The content does not have that hash.");
            parts[hash.ToString()] = content;
        }

        return parts;
    }

    /// <summary>Every attachment must be there, and nothing else.</summary>
    internal static List<StoredAttachment> Match(List<StatementDraft> drafts, Dictionary<string, byte[]> parts)
    {
        var kept = new List<StoredAttachment>();
        var named = drafts.SelectMany(draft => draft.Attachments).ToList();
        foreach (var one in named)
        {
            if (parts.TryGetValue(one.Sha2, out var bytes)) kept.Add(new(one.Sha2, one.ContentType, bytes));
            else if (!one.HasFileUrl) throw new MalformedException(one.At, "请求中没有这个附件的内容。", "The request has no part with this attachment's content.");
        }

        var stray = parts.Keys.FirstOrDefault(hash => !named.Any(one => one.Sha2.Equals(hash, StringComparison.OrdinalIgnoreCase)));
        if (stray is not null) throw new MalformedException(HashHeader, $"没有陈述提到附件 {stray}。", $"No Statement names the attachment {stray}.");
        return [.. kept.DistinctBy(one => one.Sha2)];
    }

    private static string HashOf(byte[] content, int digits) => Convert.ToHexStringLower(digits switch
    {
        96 => SHA384.HashData(content),
        128 => SHA512.HashData(content),
        64 => SHA256.HashData(content),
        _ => Org.BouncyCastle.Security.DigestUtilities.CalculateDigest("SHA-224", content),
    });
}
