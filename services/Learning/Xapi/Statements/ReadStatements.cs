using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Ronghe.Learning.Xapi.Statements;

/// <summary>Reads what a request brings: JSON, or multipart/mixed with attachments behind it (Communication 1.5).</summary>
internal static class ReadStatements
{
    /// <summary>Largest request, attachments included: 16 MB.</summary>
    internal const long MostBytes = 16 * 1024 * 1024;

    private const int MostStatements = 1000;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <summary>Everything that came, checked; throws <see cref="MalformedException"/> and stores nothing.</summary>
    internal static async Task<(List<StatementDraft> Drafts, List<StoredAttachment> Attachments)> Of(HttpContext http, Guid? id, Authority authority)
    {
        var ct = http.RequestAborted;
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type)) throw Malformed("Content-Type", "缺少内容类型。", "Is missing.");
        if (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            using var plain = await JsonDocument.ParseAsync(http.Request.Body, Strict, ct);
            var drafts = Drafts(plain.RootElement, id, XapiFilter.VersionOf(http), authority);
            if (drafts.SelectMany(draft => draft.Attachments).FirstOrDefault(one => !one.HasFileUrl) is { } missing)
                throw Malformed(missing.At, "没有 fileUrl 的附件必须以 multipart/mixed 随请求一起发送。", "An attachment without fileUrl must come with the request as multipart/mixed.");
            return (drafts, []);
        }

        if (!type.MediaType.Equals("multipart/mixed", StringComparison.OrdinalIgnoreCase))
            throw Malformed("Content-Type", "应为 application/json 或 multipart/mixed。", "Must be application/json or multipart/mixed.");
        return await ReadParts(http, HeaderUtilities.RemoveQuotes(type.Boundary).Value, id, authority);
    }

    private static async Task<(List<StatementDraft>, List<StoredAttachment>)> ReadParts(HttpContext http, string? boundary, Guid? id, Authority authority)
    {
        var ct = http.RequestAborted;
        if (string.IsNullOrEmpty(boundary)) throw Malformed("Content-Type", "缺少 boundary。", "Has no boundary.");
        var reader = new MultipartReader(boundary, http.Request.Body);
        try
        {
            var first = await reader.ReadNextSectionAsync(ct);
            if (first is null || !MediaTypeHeaderValue.TryParse(first.ContentType, out var type) || !type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
                throw Malformed("part 1", "第一部分必须是 application/json。", "The first part must be application/json.");
            using var statements = await JsonDocument.ParseAsync(first.Body, Strict, ct);
            var drafts = Drafts(statements.RootElement, id, XapiFilter.VersionOf(http), authority);
            var parts = await AttachmentParts.Read(reader, ct);
            var kept = AttachmentParts.Match(drafts, parts);
            await StatementSignatures.Check(statements.RootElement, drafts, kept);
            return (drafts, kept);
        }
        catch (IOException broken)
        {
            throw Malformed("body", "multipart 内容不完整。", $"Broken multipart: {broken.Message}");
        }
    }

    private static List<StatementDraft> Drafts(JsonElement root, Guid? id, XapiVersion version, Authority authority)
    {
        if (root.ValueKind == JsonValueKind.Object) return [StatementDraft.Of(root, id, version, authority, "")];
        if (id is not null || root.ValueKind != JsonValueKind.Array) throw Malformed("body", "应为一条陈述。", id is null ? "Must be a Statement or an array of them." : "Must be one Statement.");
        if (root.GetArrayLength() > MostStatements) throw Malformed("body", $"一次最多 {MostStatements} 条。", $"At most {MostStatements} Statements a request.");

        var drafts = new List<StatementDraft>(root.GetArrayLength());
        var ids = new HashSet<Guid>();
        foreach (var (index, statement) in root.EnumerateArray().Index())
        {
            try
            {
                drafts.Add(StatementDraft.Of(statement, null, version, authority, ""));
            }
            catch (MalformedException malformed)
            {
                throw malformed.Below($"[{index}].");
            }

            if (!ids.Add(drafts[^1].Id)) throw Malformed($"[{index}].id", "同一批中 id 重复。", "The id stands twice in the batch.");
        }

        return drafts;
    }

    private static MalformedException Malformed(string where, string chinese, string english) => new(where, chinese, english);
}
