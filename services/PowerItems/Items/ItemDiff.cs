using System.Text.Json;
using Ronghe.PowerItems.Database;

namespace Ronghe.PowerItems.Items;

/// <summary>One difference of two versions.</summary>
/// <param name="Path">Such as <c>steps[review].posts</c>: entries of lists are named by their key, name or code, so that moving one changes nothing else.</param>
/// <param name="Before">JSON; null when it was added.</param>
/// <param name="After">JSON; null when it was dropped.</param>
public sealed record ItemChange(string Path, JsonElement? Before, JsonElement? After);

internal static class ItemDiff
{
    private static readonly string[] Keys = ["key", "name", "law", "point"];

    internal static IReadOnlyList<ItemChange> Of(PowerItem before, PowerItem after)
    {
        var changes = new List<ItemChange>();
        Compare("", JsonSerializer.SerializeToElement(before, StoredJson.Options), JsonSerializer.SerializeToElement(after, StoredJson.Options), changes);
        return changes;
    }

    private static void Compare(string path, JsonElement before, JsonElement after, List<ItemChange> changes)
    {
        if (before.ValueKind == JsonValueKind.Object && after.ValueKind == JsonValueKind.Object)
            Members(path.Length == 0 ? "" : path + ".", Named(before), Named(after), changes, "");
        else if (Keyed(before) is { } left && Keyed(after) is { } right)
        {
            Members(path + "[", left, right, changes, "]");
            // The order of steps and fields matters too.
            if (left.Keys.Where(right.ContainsKey).SequenceEqual(right.Keys.Where(left.ContainsKey)) is false)
                changes.Add(new ItemChange(path + "[order]", JsonSerializer.SerializeToElement(left.Keys), JsonSerializer.SerializeToElement(right.Keys)));
        }
        else if (!JsonElement.DeepEquals(before, after)) changes.Add(new ItemChange(path, before, after));
    }

    private static void Members(string path, Dictionary<string, JsonElement> before, Dictionary<string, JsonElement> after, List<ItemChange> changes, string close)
    {
        foreach (var name in before.Keys.Union(after.Keys))
        {
            var at = path + name + close;
            if (!before.TryGetValue(name, out var old)) changes.Add(new ItemChange(at, null, after[name]));
            else if (!after.TryGetValue(name, out var now)) changes.Add(new ItemChange(at, old, null));
            else Compare(at, old, now, changes);
        }
    }

    private static Dictionary<string, JsonElement> Named(JsonElement element) => element.EnumerateObject().ToDictionary(member => member.Name, member => member.Value);

    // Null unless every entry has a key of its own.
    private static Dictionary<string, JsonElement>? Keyed(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array || list.EnumerateArray().Any(entry => entry.ValueKind != JsonValueKind.Object)) return null;
        var keyed = new Dictionary<string, JsonElement>();
        foreach (var entry in list.EnumerateArray())
        {
            var key = Keys.Select(name => entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null).FirstOrDefault(value => value is not null);
            if (key is null || !keyed.TryAdd(key, entry)) return null;
        }

        return keyed;
    }
}
