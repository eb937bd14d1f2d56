using System.Text.Json.Nodes;

namespace Ronghe.Learning.Xapi.Intake;

/// <summary>
/// Whether two Statements are the same (Data 2.3.1): what the store sets itself, and texts and definitions that may differ between
/// tellings of the same event, do not count.
/// </summary>
internal static class StatementEquality
{
    private static readonly string[] SetByStore = ["stored", "authority", "version"];

    internal static bool Same(string stored, StatementDraft draft)
    {
        var (a, b) = (JsonNode.Parse(stored)!.AsObject(), JsonNode.Parse(draft.Body + "}")!.AsObject());
        if (!draft.Dated) (a["timestamp"], b["timestamp"]) = (null, null);
        return JsonNode.DeepEquals(Plain(a), Plain(b));
    }

    /// <summary>Whether a signature's payload is the Statement that it came with (Data 2.6): attachments do not count.</summary>
    internal static bool SameButAttachments(JsonObject signed, JsonObject statement)
    {
        foreach (var one in (JsonObject[])[signed, statement]) one.Remove("attachments");
        if (!signed.ContainsKey("id")) statement.Remove("id");
        if (!signed.ContainsKey("timestamp")) statement.Remove("timestamp");
        return JsonNode.DeepEquals(Plain(signed), Plain(statement));
    }

    private static JsonObject Plain(JsonObject statement)
    {
        foreach (var name in SetByStore) statement.Remove(name);
        if (statement["id"] is JsonValue id) statement["id"] = id.GetValue<string>().ToLowerInvariant();
        Loosen(statement);
        return statement;
    }

    private static void Loosen(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray array:
                foreach (var item in array) Loosen(item);
                break;
            case JsonObject value:
                value.Remove("definition");
                value.Remove("display");
                if (value["objectType"] is JsonValue type && type.TryGetValue<string>(out var name) && name is "Agent" or "Activity") value.Remove("objectType");
                if (value["member"] is JsonArray members) value["member"] = new JsonArray([.. members.Select(member => member!.DeepClone()).OrderBy(member => member.ToJsonString(), StringComparer.Ordinal)]);
                if (value["contextActivities"] is JsonObject lists) Wrap(lists);
                foreach (var (_, inner) in value.ToList()) Loosen(inner);
                break;
        }
    }

    private static void Wrap(JsonObject lists)
    {
        foreach (var (name, list) in lists.ToList()) if (list is JsonObject single) lists[name] = new JsonArray(single.DeepClone());
    }
}
