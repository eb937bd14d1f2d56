using System.Text.Json;

namespace Ronghe.Learning.Xapi.Rules;

/// <summary>Activities, their definitions and interactions (Data 2.4.4.1).</summary>
internal static class ActivityRules
{
    private static readonly string[] OfActivity = ["objectType", "id", "definition"];

    private static readonly string[] OfDefinition =
        ["name", "description", "type", "moreInfo", "extensions", "interactionType", "correctResponsesPattern", "choices", "scale", "source", "target", "steps"];

    private static readonly string[] OfComponent = ["id", "description"];
    private static readonly string[] Lists = ["choices", "scale", "source", "target", "steps"];

    private static readonly string[] Interactions =
        ["true-false", "choice", "fill-in", "long-fill-in", "matching", "performance", "sequencing", "likert", "numeric", "other"];

    internal static void Activity(JsonElement activity, string at)
    {
        Shape.Object(activity, at, OfActivity);
        if (activity.TryGetProperty("objectType", out var type) && !Shape.Text(type, Shape.Of(at, "objectType")).Equals("Activity", StringComparison.Ordinal))
            throw Shape.Wrong(Shape.Of(at, "objectType"), "此处应为 Activity。", "Must be Activity here.");
        Shape.Iri(Shape.Required(activity, "id", at), Shape.Of(at, "id"));
        if (activity.TryGetProperty("definition", out var definition)) Definition(definition, Shape.Of(at, "definition"));
    }

    internal static void Definition(JsonElement definition, string at)
    {
        Shape.Object(definition, at, OfDefinition);
        var interaction = definition.TryGetProperty("interactionType", out var type) ? Shape.Text(type, Shape.Of(at, "interactionType")) : null;
        if (interaction is not null && !Interactions.Contains(interaction))
            throw Shape.Wrong(Shape.Of(at, "interactionType"), $"应为 {string.Join('、', Interactions)} 之一。", $"Must be one of {string.Join(", ", Interactions)}.");
        foreach (var property in definition.EnumerateObject()) Property(property, interaction, Shape.Of(at, property.Name));
    }

    private static void Property(JsonProperty property, string? interaction, string at)
    {
        switch (property.Name)
        {
            case "name" or "description":
                Shape.LanguageMap(property.Value, at);
                break;
            case "type" or "moreInfo":
                Shape.Iri(property.Value, at);
                break;
            case "extensions":
                Shape.Extensions(property.Value, at);
                break;
            case "correctResponsesPattern":
                Needs(interaction, at);
                Shape.Array(property.Value, at);
                foreach (var (index, response) in property.Value.EnumerateArray().Index()) Shape.Text(response, $"{at}[{index}]");
                break;
            case var list when Lists.Contains(list):
                Needs(interaction, at);
                Components(property.Value, at);
                break;
        }
    }

    private static void Needs(string? interaction, string at)
    {
        if (interaction is null) throw Shape.Wrong(at, "使用它时必须同时给出 interactionType。", "Needs an interactionType beside it.");
    }

    private static void Components(JsonElement components, string at)
    {
        Shape.Array(components, at);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, component) in components.EnumerateArray().Index())
        {
            var here = $"{at}[{index}]";
            Shape.Object(component, here, OfComponent);
            var id = Shape.Text(Shape.Required(component, "id", here), Shape.Of(here, "id"));
            if (!ids.Add(id)) throw Shape.Wrong(Shape.Of(here, "id"), "同一列表中 id 不能重复。", "Ids within a list must be distinct.");
            if (component.TryGetProperty("description", out var description)) Shape.LanguageMap(description, Shape.Of(here, "description"));
        }
    }
}
