using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ronghe.PowerItems.Ledger;

/// <summary>The one way to write a JSON document (RFC 8785), so that equal documents have equal bytes and one hash.</summary>
internal static class CanonicalJson
{
    internal static byte[] Of(JsonNode? document)
    {
        var text = new StringBuilder(512);
        Write(document, text);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Write(JsonNode? node, StringBuilder text)
    {
        switch (node)
        {
            case JsonObject members:
                WriteObject(members, text);
                break;
            case JsonArray items:
                text.Append('[');
                for (var index = 0; index < items.Count; index++)
                {
                    if (index > 0) text.Append(',');
                    Write(items[index], text);
                }

                text.Append(']');
                break;
            default:
                WriteValue(node, text);
                break;
        }
    }

    private static void WriteObject(JsonObject members, StringBuilder text)
    {
        text.Append('{');
        var first = true;
        foreach (var (name, value) in members.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            if (!first) text.Append(',');
            first = false;
            WriteText(name, text);
            text.Append(':');
            Write(value, text);
        }

        text.Append('}');
    }

    private static void WriteValue(JsonNode? node, StringBuilder text)
    {
        switch (node?.GetValueKind())
        {
            case null or JsonValueKind.Null:
                text.Append("null");
                break;
            case JsonValueKind.True:
                text.Append("true");
                break;
            case JsonValueKind.False:
                text.Append("false");
                break;
            case JsonValueKind.String:
                WriteText(node.GetValue<string>(), text);
                break;
            default:
                text.Append(Number(double.Parse(node!.ToJsonString(), CultureInfo.InvariantCulture)));
                break;
        }
    }

    private static void WriteText(string value, StringBuilder text)
    {
        text.Append('"');
        for (var index = 0; index < value.Length; index++)
        {
            var one = value[index];
            if (char.IsHighSurrogate(one) && index + 1 < value.Length && char.IsLowSurrogate(value[index + 1]))
            {
                text.Append(one).Append(value[++index]);
                continue;
            }

            if (char.IsSurrogate(one)) throw new ArgumentException("A lone surrogate has no canonical form.", nameof(value));
            _ = one switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\t' => text.Append("\\t"),
                '\n' => text.Append("\\n"),
                '\f' => text.Append("\\f"),
                '\r' => text.Append("\\r"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)one:x4}"),
                _ => text.Append(one),
            };
        }

        text.Append('"');
    }

    // ECMAScript's Number.prototype.toString, over the shortest digits that read back as the same double.
    private static string Number(double value)
    {
        if (!double.IsFinite(value)) throw new ArgumentOutOfRangeException(nameof(value), "Infinity and NaN have no canonical form.");
        if (value == 0) return "0";
        var parts = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture).Split('E');
        var whole = parts[0].Split('.')[0];
        var all = parts[0].Replace(".", "", StringComparison.Ordinal);
        var digits = all.TrimStart('0');
        var point = whole.Length - (all.Length - digits.Length) + (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
        digits = digits.TrimEnd('0');
        var sign = value < 0 ? "-" : "";
        if (point is > 0 and <= 21)
            return sign + (digits.Length <= point ? digits.PadRight(point, '0') : digits[..point] + "." + digits[point..]);
        if (point is > -6 and <= 0) return sign + "0." + new string('0', -point) + digits;
        var mantissa = digits.Length == 1 ? digits : digits[..1] + "." + digits[1..];
        return $"{sign}{mantissa}e{(point > 0 ? "+" : "-")}{Math.Abs(point - 1).ToString(CultureInfo.InvariantCulture)}";
    }
}
