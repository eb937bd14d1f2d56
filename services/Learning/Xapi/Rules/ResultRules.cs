using System.Text.Json;

namespace Ronghe.Learning.Xapi.Rules;

/// <summary>The result of a Statement (Data 2.4.5).</summary>
internal static class ResultRules
{
    private static readonly string[] Allowed = ["score", "success", "completion", "response", "duration", "extensions"];
    private static readonly string[] OfScore = ["scaled", "raw", "min", "max"];

    internal static void Result(JsonElement result, string at)
    {
        Shape.Object(result, at, Allowed);
        foreach (var property in result.EnumerateObject())
        {
            var here = Shape.Of(at, property.Name);
            switch (property.Name)
            {
                case "score": Score(property.Value, here); break;
                case "success" or "completion": Shape.Bool(property.Value, here); break;
                case "response": Shape.Text(property.Value, here); break;
                case "duration":
                    Shape.Text(property.Value, here, DataTypes.IsDuration, "应为 ISO 8601 时长，例如 PT3M20S。", "Must be an ISO 8601 duration, such as PT3M20S.");
                    break;
                default: Shape.Extensions(property.Value, here); break;
            }
        }
    }

    private static void Score(JsonElement score, string at)
    {
        Shape.Object(score, at, OfScore);
        var (scaled, raw, min, max) = (Of(score, "scaled", at), Of(score, "raw", at), Of(score, "min", at), Of(score, "max", at));
        if (scaled is < -1 or > 1) throw Shape.Wrong(Shape.Of(at, "scaled"), "应在 -1 到 1 之间。", "Must lie between -1 and 1.");
        if (min >= max) throw Shape.Wrong(Shape.Of(at, "max"), "应大于 min。", "Must be greater than min.");
        if (raw < min || raw > max) throw Shape.Wrong(Shape.Of(at, "raw"), "应在 min 与 max 之间。", "Must lie between min and max.");
    }

    private static double? Of(JsonElement score, string name, string at) =>
        score.TryGetProperty(name, out var value) ? Shape.Number(value, Shape.Of(at, name)) : null;
}
