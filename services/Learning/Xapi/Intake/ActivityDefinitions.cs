using System.Text.Json;

namespace Ronghe.Learning.Xapi.Intake;

/// <summary>The activity definitions that a Statement brings along.</summary>
internal static class ActivityDefinitions
{
    internal static IReadOnlyList<(string Iri, string Definition)> Of(JsonElement statement)
    {
        List<(string, string)>? found = null;
        Body(statement, ref found);
        return found ?? (IReadOnlyList<(string, string)>)[];
    }

    private static void Body(JsonElement statement, ref List<(string, string)>? found)
    {
        var about = statement.GetProperty("object");
        var type = about.TryGetProperty("objectType", out var named) ? named.GetString() : "Activity";
        if (type == "SubStatement") Body(about, ref found);
        else if (type == "Activity") Activity(about, ref found);
        if (!statement.TryGetProperty("context", out var context) || !context.TryGetProperty("contextActivities", out var lists)) return;
        foreach (var list in lists.EnumerateObject())
        {
            if (list.Value.ValueKind == JsonValueKind.Object) Activity(list.Value, ref found);
            else foreach (var activity in list.Value.EnumerateArray()) Activity(activity, ref found);
        }
    }

    private static void Activity(JsonElement activity, ref List<(string, string)>? found)
    {
        if (activity.TryGetProperty("definition", out var definition)) (found ??= []).Add((activity.GetProperty("id").GetString()!, definition.GetRawText()));
    }
}
