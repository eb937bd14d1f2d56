using System.Text.Json;

namespace Ronghe.Learning.Xapi.Rules;

/// <summary>What a property's value must be; the first value that is not throws.</summary>
internal static class Shape
{
    /// <summary>An object that has no other properties than these, none of them null.</summary>
    internal static void Object(JsonElement value, string at, ReadOnlySpan<string> allowed)
    {
        if (value.ValueKind != JsonValueKind.Object) throw Wrong(at, "应为 JSON 对象。", "Must be an object.");
        foreach (var property in value.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Null) throw Wrong(Of(at, property.Name), "不能为 null。", "Must not be null.");
            var known = false;
            foreach (var name in allowed)
            {
                if (!property.NameEquals(name)) continue;
                known = true;
                break;
            }

            if (!known) throw Wrong(Of(at, property.Name), "规范中没有这个属性（区分大小写）。", "The specification has no such property; names are case-sensitive.");
        }
    }

    internal static string Text(JsonElement value, string at) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong(at, "应为字符串。", "Must be a string.");

    internal static string Text(JsonElement value, string at, Func<string, bool> rule, string chinese, string english)
    {
        var text = Text(value, at);
        return rule(text) ? text : throw Wrong(at, chinese, english);
    }

    internal static string Iri(JsonElement value, string at) =>
        Text(value, at, DataTypes.IsIri, "应为带协议的 IRI，例如 https://example.com/a。", "Must be an IRI with a scheme, such as https://example.com/a.");

    internal static Guid Uuid(JsonElement value, string at) =>
        Guid.ParseExact(Text(value, at, DataTypes.IsUuid, "应为 UUID。", "Must be a UUID."), "D");

    internal static void Bool(JsonElement value, string at)
    {
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) throw Wrong(at, "应为 true 或 false。", "Must be true or false.");
    }

    internal static double Number(JsonElement value, string at) =>
        value.ValueKind == JsonValueKind.Number ? value.GetDouble() : throw Wrong(at, "应为数字。", "Must be a number.");

    internal static void Array(JsonElement value, string at)
    {
        if (value.ValueKind != JsonValueKind.Array) throw Wrong(at, "应为数组。", "Must be an array.");
    }

    internal static DateTimeOffset Timestamp(JsonElement value, string at) =>
        DataTypes.TryTimestamp(Text(value, at), out var timestamp)
            ? timestamp
            : throw Wrong(at, "应为 RFC 3339 时间，例如 2026-03-01T08:00:00Z。", "Must be an RFC 3339 timestamp, such as 2026-03-01T08:00:00Z.");

    internal static void LanguageMap(JsonElement value, string at)
    {
        if (value.ValueKind != JsonValueKind.Object) throw Wrong(at, "应为语言映射对象。", "Must be a language map.");
        foreach (var entry in value.EnumerateObject())
        {
            if (!DataTypes.IsLanguageTag(entry.Name)) throw Wrong(Of(at, entry.Name), "不是 RFC 5646 语言标签。", "Not an RFC 5646 language tag.");
            Text(entry.Value, Of(at, entry.Name));
        }
    }

    /// <summary>Keys are IRIs; values may be anything, null too.</summary>
    internal static void Extensions(JsonElement value, string at)
    {
        if (value.ValueKind != JsonValueKind.Object) throw Wrong(at, "应为 JSON 对象。", "Must be an object.");
        foreach (var entry in value.EnumerateObject())
        {
            if (!DataTypes.IsIri(entry.Name)) throw Wrong(Of(at, entry.Name), "扩展的键应为 IRI。", "Keys of extensions must be IRIs.");
        }
    }

    internal static JsonElement Required(JsonElement value, string name, string at) =>
        value.TryGetProperty(name, out var found) ? found : throw Wrong(Of(at, name), "缺少这个属性。", "This property is required.");

    internal static MalformedException Wrong(string at, string chinese, string english) => new(at, chinese, english);

    internal static string Of(string at, string name) => at.Length == 0 ? name : $"{at}.{name}";
}
