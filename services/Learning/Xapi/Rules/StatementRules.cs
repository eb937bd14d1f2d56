using System.Text.Json;

namespace Ronghe.Learning.Xapi.Rules;

/// <summary>The rules that every Statement is held to before any of its batch is stored (Data 2.2 to 2.4).</summary>
internal static class StatementRules
{
    internal const string Voided = "http://adlnet.gov/expapi/verbs/voided";

    private static readonly string[] Allowed =
        ["id", "actor", "verb", "object", "result", "context", "timestamp", "stored", "authority", "version", "attachments"];

    private static readonly string[] OfSubStatement = ["objectType", "actor", "verb", "object", "result", "context", "timestamp", "attachments"];
    private static readonly string[] OfVerb = ["id", "display"];
    private static readonly string[] OfAttachment = ["usageType", "display", "description", "contentType", "length", "sha2", "fileUrl"];

    internal static void Statement(JsonElement statement, XapiVersion version, string at)
    {
        Shape.Object(statement, at, Allowed);
        if (statement.TryGetProperty("id", out var id)) Shape.Uuid(id, Shape.Of(at, "id"));
        if (statement.TryGetProperty("stored", out var stored)) Shape.Timestamp(stored, Shape.Of(at, "stored"));
        if (statement.TryGetProperty("authority", out var authority)) ActorRules.Authority(authority, Shape.Of(at, "authority"));
        if (statement.TryGetProperty("version", out var named))
        {
            Shape.Text(named, Shape.Of(at, "version"), version.Accepts,
                "应为 1.0.x（2.0 请求也可为 2.0.x）。", "Must be 1.0.x, or in a 2.0 request also 2.0.x.");
        }

        Body(statement, insideSubStatement: false, at);
    }

    internal static void SubStatement(JsonElement statement, string at)
    {
        Shape.Object(statement, at, OfSubStatement);
        Body(statement, insideSubStatement: true, at);
    }

    private static void Body(JsonElement statement, bool insideSubStatement, string at)
    {
        ActorRules.AgentOrGroup(Shape.Required(statement, "actor", at), Shape.Of(at, "actor"));
        var verb = Verb(Shape.Required(statement, "verb", at), Shape.Of(at, "verb"));
        var about = ObjectRules.Object(Shape.Required(statement, "object", at), insideSubStatement, Shape.Of(at, "object"));
        if (verb == Voided && !insideSubStatement && about != "StatementRef")
            throw Shape.Wrong(Shape.Of(at, "object"), "作废陈述的 object 必须是 StatementRef。", "The object of a voiding Statement must be a StatementRef.");
        if (statement.TryGetProperty("result", out var result)) ResultRules.Result(result, Shape.Of(at, "result"));
        if (statement.TryGetProperty("context", out var context)) ContextRules.Context(context, about == "Activity", Shape.Of(at, "context"));
        if (statement.TryGetProperty("timestamp", out var timestamp)) Shape.Timestamp(timestamp, Shape.Of(at, "timestamp"));
        if (statement.TryGetProperty("attachments", out var attachments)) Attachments(attachments, Shape.Of(at, "attachments"));
    }

    private static string Verb(JsonElement verb, string at)
    {
        Shape.Object(verb, at, OfVerb);
        if (verb.TryGetProperty("display", out var display)) Shape.LanguageMap(display, Shape.Of(at, "display"));
        return Shape.Iri(Shape.Required(verb, "id", at), Shape.Of(at, "id"));
    }

    private static void Attachments(JsonElement attachments, string at)
    {
        Shape.Array(attachments, at);
        foreach (var (index, attachment) in attachments.EnumerateArray().Index())
        {
            var here = $"{at}[{index}]";
            Shape.Object(attachment, here, OfAttachment);
            Shape.Iri(Shape.Required(attachment, "usageType", here), Shape.Of(here, "usageType"));
            Shape.LanguageMap(Shape.Required(attachment, "display", here), Shape.Of(here, "display"));
            if (attachment.TryGetProperty("description", out var description)) Shape.LanguageMap(description, Shape.Of(here, "description"));
            Shape.Text(Shape.Required(attachment, "contentType", here), Shape.Of(here, "contentType"),
                DataTypes.IsMediaType, "不是有效的媒体类型。", "Not a media type.");
            var length = Shape.Required(attachment, "length", here);
            if (length.ValueKind != JsonValueKind.Number || !length.TryGetInt64(out var bytes) || bytes < 0)
                throw Shape.Wrong(Shape.Of(here, "length"), "应为非负整数（字节数）。", "Must be a whole number of bytes.");
            Shape.Text(Shape.Required(attachment, "sha2", here), Shape.Of(here, "sha2"),
                DataTypes.IsSha2, "应为十六进制 SHA-2。", "Must be a SHA-2 in hexadecimal.");
            if (attachment.TryGetProperty("fileUrl", out var file)) Shape.Iri(file, Shape.Of(here, "fileUrl"));
        }
    }
}
