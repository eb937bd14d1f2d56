using System.Globalization;
using System.Text.Json;

namespace Ronghe.ServiceDefaults.Seeds;

/// <summary>Finds the line on which a field of a JSON document starts.</summary>
internal static class SeedLines
{
    /// <summary>Line of <paramref name="field"/> (first is 1), or of its nearest parent that exists.</summary>
    internal static long Of(ReadOnlySpan<byte> json, string field)
    {
        var reader = new Utf8JsonReader(json);
        var open = new Stack<(string Path, int Index, bool Array)>();
        var name = string.Empty;
        var best = (Length: -1, Offset: 0L);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject)
            {
                open.Pop();
                continue;
            }
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                name = reader.GetString()!;
                continue;
            }

            var path = Path(open, name);
            if (path.Length > best.Length && Covers(path, field)) best = (path.Length, reader.TokenStartIndex);
            if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
                open.Push((path, -1, reader.TokenType == JsonTokenType.StartArray));
        }
        return json[..(int)best.Offset].Count((byte)'\n') + 1;
    }

    private static string Path(Stack<(string Path, int Index, bool Array)> open, string name)
    {
        if (!open.TryPop(out var parent)) return string.Empty;
        if (parent.Array) parent.Index++;
        open.Push(parent);
        if (parent.Array) return $"{parent.Path}[{parent.Index.ToString(CultureInfo.InvariantCulture)}]";
        return parent.Path.Length == 0 ? name : $"{parent.Path}.{name}";
    }

    private static bool Covers(string path, string field) =>
        field.StartsWith(path, StringComparison.Ordinal)
        && (path.Length == 0 || field.Length == path.Length || field[path.Length] is '.' or '[');
}
