using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Ronghe.LedgerVerifier;

/// <summary>RFC 8785, as far as signed documents and leaves need it: they hold texts, whole numbers, true, false and null.</summary>
internal static class CanonicalJson
{
    /// <param name="without">Members of the document itself that are left out.</param>
    internal static byte[] Of(JsonElement document, params string[] without)
    {
        var text = new StringBuilder();
        Write(document, text, without);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Write(JsonElement element, StringBuilder text, string[] without)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var members = element.EnumerateObject().Where(member => !without.Contains(member.Name)).ToArray();
                Array.Sort(members, (left, right) => string.CompareOrdinal(left.Name, right.Name));
                if (members.Zip(members.Skip(1)).Any(pair => pair.First.Name == pair.Second.Name)) throw new InvalidDataException("A member stands twice.");
                List(members, '{', '}', text, member =>
                {
                    Quote(member.Name, text);
                    text.Append(':');
                    Write(member.Value, text, []);
                });
                break;
            case JsonValueKind.Array:
                List(element.EnumerateArray(), '[', ']', text, item => Write(item, text, []));
                break;
            case JsonValueKind.String:
                Quote(element.GetString()!, text);
                break;
            case JsonValueKind.Number:
                text.Append(element.GetInt64().ToString(CultureInfo.InvariantCulture));
                break;
            default:
                text.Append(element.GetRawText());
                break;
        }
    }

    private static void List<T>(IEnumerable<T> items, char open, char close, StringBuilder text, Action<T> write)
    {
        text.Append(open);
        var comma = false;
        foreach (var item in items)
        {
            if (comma) text.Append(',');
            comma = true;
            write(item);
        }

        text.Append(close);
    }

    private static void Quote(string value, StringBuilder text)
    {
        text.Append('"');
        foreach (var letter in value)
        {
            var known = "\b\t\n\f\r\"\\".IndexOf(letter, StringComparison.Ordinal);
            if (known >= 0) text.Append('\\').Append("btnfr\"\\"[known]);
            else if (letter < ' ') text.Append("\\u00").Append(((int)letter).ToString("x2", CultureInfo.InvariantCulture));
            else text.Append(letter);
        }

        text.Append('"');
    }
}
