using System.Text.Json;

namespace Ronghe.Learning.Xapi.Rules;

/// <summary>The context of a Statement (Data 2.4.6; contextAgents and contextGroups: IEEE 9274.1.1 4.2.2.5).</summary>
internal static class ContextRules
{
    internal static readonly string[] ActivityLists = ["parent", "grouping", "category", "other"];

    private static readonly string[] Allowed =
    [
        "registration", "instructor", "team", "contextActivities", "contextAgents", "contextGroups", "revision", "platform", "language",
        "statement", "extensions",
    ];

    private static readonly string[] OfContextAgent = ["objectType", "agent", "relevantTypes"];
    private static readonly string[] OfContextGroup = ["objectType", "group", "relevantTypes"];

    internal static void Context(JsonElement context, bool aboutActivity, string at)
    {
        Shape.Object(context, at, Allowed);
        foreach (var property in context.EnumerateObject()) Property(property.Name, property.Value, aboutActivity, Shape.Of(at, property.Name));
    }

    private static void Property(string name, JsonElement value, bool aboutActivity, string at)
    {
        switch (name)
        {
            case "registration": Shape.Uuid(value, at); break;
            case "instructor": ActorRules.AgentOrGroup(value, at); break;
            case "team": ActorRules.Group(value, at); break;
            case "contextActivities": Activities(value, at); break;
            case "contextAgents": Parties(value, "contextAgent", "agent", OfContextAgent, ActorRules.Agent, at); break;
            case "contextGroups": Parties(value, "contextGroup", "group", OfContextGroup, ActorRules.Group, at); break;
            case "language":
                Shape.Text(value, at, DataTypes.IsLanguageTag, "不是 RFC 5646 语言标签。", "Not an RFC 5646 language tag.");
                break;
            case "statement": ObjectRules.StatementRef(value, at); break;
            case "extensions": Shape.Extensions(value, at); break;
            default:
                Shape.Text(value, at);
                if (!aboutActivity) throw Shape.Wrong(at, "只有当 object 是 Activity 时才可使用。", "Only allowed when the object is an Activity.");
                break;
        }
    }

    private static void Activities(JsonElement lists, string at)
    {
        Shape.Object(lists, at, ActivityLists);
        foreach (var list in lists.EnumerateObject())
        {
            var here = Shape.Of(at, list.Name);
            if (list.Value.ValueKind == JsonValueKind.Object)
            {
                ActivityRules.Activity(list.Value, here);
                continue;
            }

            Shape.Array(list.Value, here);
            foreach (var (index, activity) in list.Value.EnumerateArray().Index()) ActivityRules.Activity(activity, $"{here}[{index}]");
        }
    }

    private static void Parties(JsonElement parties, string type, string who, string[] allowed, Action<JsonElement, string> rule, string at)
    {
        Shape.Array(parties, at);
        foreach (var (index, party) in parties.EnumerateArray().Index())
        {
            var here = $"{at}[{index}]";
            Shape.Object(party, here, allowed);
            if (Shape.Text(Shape.Required(party, "objectType", here), Shape.Of(here, "objectType")) != type)
                throw Shape.Wrong(Shape.Of(here, "objectType"), $"应为 {type}。", $"Must be {type}.");
            rule(Shape.Required(party, who, here), Shape.Of(here, who));
            if (!party.TryGetProperty("relevantTypes", out var types)) continue;
            Shape.Array(types, Shape.Of(here, "relevantTypes"));
            if (types.GetArrayLength() == 0) throw Shape.Wrong(Shape.Of(here, "relevantTypes"), "不能为空数组。", "Must not be empty.");
            foreach (var (number, one) in types.EnumerateArray().Index()) Shape.Iri(one, $"{Shape.Of(here, "relevantTypes")}[{number}]");
        }
    }
}
