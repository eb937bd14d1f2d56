using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ronghe.Learning.Xapi.Statements;

/// <summary>The JSON that is kept of a Statement: as it came, with what the store adds.</summary>
internal static class StatementBody
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

    /// <summary>Everything but <c>stored</c> (and a missing <c>timestamp</c>), without the closing brace.</summary>
    internal static string Write(JsonElement statement, Guid id, XapiVersion version, string authority)
    {
        var target = buffer ??= new ArrayBufferWriter<byte>(4096);
        target.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(target, Plain))
        {
            writer.WriteStartObject();
            writer.WriteString("id", id);
            Properties(writer, statement);
            writer.WritePropertyName("authority");
            writer.WriteRawValue(authority, skipInputValidation: true);
            writer.WriteString("version", statement.TryGetProperty("version", out var named) ? named.GetString() : version.OfStatements);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(target.WrittenSpan[..^1]);
    }

    /// <summary>The Statement as readers get it: exact format.</summary>
    internal static string Close(string body, bool dated, DateTimeOffset stored)
    {
        var at = XapiTime.Format(stored);
        return dated ? $"{body},\"stored\":\"{at}\"}}" : $"{body},\"timestamp\":\"{at}\",\"stored\":\"{at}\"}}";
    }

    private static void Properties(Utf8JsonWriter writer, JsonElement statement)
    {
        foreach (var property in statement.EnumerateObject())
        {
            if (property.Name is "id" or "stored" or "authority" or "version") continue;
            writer.WritePropertyName(property.Name);
            if (property.NameEquals("context") && HasSingleActivity(property.Value)) Context(writer, property.Value);
            else if (property.NameEquals("object") && IsSubStatement(property.Value)) SubStatement(writer, property.Value);
            else Raw(writer, property.Value);
        }
    }

    private static void SubStatement(Utf8JsonWriter writer, JsonElement statement)
    {
        writer.WriteStartObject();
        Properties(writer, statement);
        writer.WriteEndObject();
    }

    // A single context activity is given back as an array of one (Data 2.4.6.2).
    private static void Context(Utf8JsonWriter writer, JsonElement context)
    {
        writer.WriteStartObject();
        foreach (var property in context.EnumerateObject())
        {
            writer.WritePropertyName(property.Name);
            if (!property.NameEquals("contextActivities"))
            {
                Raw(writer, property.Value);
                continue;
            }

            writer.WriteStartObject();
            foreach (var list in property.Value.EnumerateObject())
            {
                writer.WritePropertyName(list.Name);
                if (list.Value.ValueKind == JsonValueKind.Object) writer.WriteStartArray();
                Raw(writer, list.Value);
                if (list.Value.ValueKind == JsonValueKind.Object) writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void Raw(Utf8JsonWriter writer, JsonElement value) =>
        writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);

    private static bool IsSubStatement(JsonElement about) =>
        about.TryGetProperty("objectType", out var type) && type.ValueEquals("SubStatement");

    private static bool HasSingleActivity(JsonElement context) =>
        context.TryGetProperty("contextActivities", out var lists) && lists.EnumerateObject().Any(list => list.Value.ValueKind == JsonValueKind.Object);
}
