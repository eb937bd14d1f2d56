using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Learning.Xapi.Protocol;

/// <summary>What the record store says no to.</summary>
internal static class XapiRefusals
{
    internal static readonly Refusal MayNotRead = new(
        "xapi-read-not-allowed", "这个密钥不能读取学习记录。", "This key may not read learning records.", StatusCodes.Status403Forbidden);

    internal static readonly Refusal MayNotWrite = new(
        "xapi-write-not-allowed", "这个账号不能写入学习记录。", "This account may not write learning records.", StatusCodes.Status403Forbidden);

    internal static readonly Refusal OnlyOneself = new(
        "xapi-only-oneself", "个人只能写入、读取自己的学习记录。", "People write and read learning records of themselves only.", StatusCodes.Status403Forbidden);

    internal static readonly Refusal VoidRefused = new(
        "xapi-void-not-allowed", "不能作废其他单位的学习记录。", "Learning records of other units cannot be voided.", StatusCodes.Status403Forbidden);

    internal static readonly Refusal PreconditionFailed = new(
        "precondition-failed", "文档已被改动，请重新读取后再写入。", "The document has changed: read it again, then write.", StatusCodes.Status412PreconditionFailed);

    internal static readonly Refusal NeedsPrecondition = new(
        "precondition-required",
        "文档已存在。请先读取它的 ETag，再用 If-Match 写入；若只想新建，请用 If-None-Match: *。",
        "The document exists. Read its ETag and write with If-Match, or use If-None-Match: * to create only.");

    internal static Refusal Conflict(Guid? id) => new(
        "statement-conflict", $"编号 {id} 已有内容不同的陈述，已存的陈述不可更改。", $"Another Statement is stored under {id}; Statements never change.")
    {
        Details = new Dictionary<string, object?> { ["statementId"] = id },
    };
}
