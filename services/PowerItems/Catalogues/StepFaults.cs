using System.Text.Json;
using Ronghe.PowerItems.Forms;
using Ronghe.PowerItems.Items;

namespace Ronghe.PowerItems.Catalogues;

/// <summary>What a step must hold beyond the types of its fields.</summary>
internal static class StepFaults
{
    internal static IEnumerable<(string Field, string What)> Of(
        ItemStep step, PowerItem item, int index, IReadOnlyDictionary<string, CataloguePost> posts)
    {
        if (item.Steps.Take(index).Any(other => other.Key == step.Key)) yield return ("key", $"'{step.Key}' is used twice");
        if (step.Posts.Count == 0) yield return ("posts", "is empty");
        foreach (var (post, place) in step.Posts.Select((post, place) => (post, place)))
        {
            if (!posts.ContainsKey(post)) yield return ($"posts[{place}]", $"'{post}' is no post of posts.json");
            if (step.Posts.Take(place).Contains(post)) yield return ($"posts[{place}]", $"'{post}' is named twice");
        }

        foreach (var level in item.Levels.Where(level => !IsHeld(step, level, posts))) yield return ("posts", $"nobody holds it at or above where a case at level {level} looks");
        foreach (var fault in KindFaults(step)) yield return fault;
        foreach (var fault in FieldFaults(step, item)) yield return fault;
        if (step.When is { } when && ConditionFault(when, item) is { } what) yield return ("when", what);
        if (step.Limit is { Value: <= 0 }) yield return ("limit.value", "must be more than 0");
    }

    private static IEnumerable<(string, string)> KindFaults(ItemStep step)
    {
        if (step.Kind == StepKind.Single && step.Posts.Count > 1) yield return ("posts", "has more than one post for a Single step");
        if (step.Kind is StepKind.AllOf or StepKind.Sequential or StepKind.WeightedVote && step.Posts.Count < 2) yield return ("posts", $"needs two posts or more for {step.Kind}");
        if (step.Body is null == (step.Kind == StepKind.Collective)) yield return ("body", "is for Collective steps, and needed there");
        if (step.NoticeDays is null == (step.Kind == StepKind.PublicNotice)) yield return ("noticeDays", "is for PublicNotice steps, and needed there");
        if (step.NoticeDays <= 0) yield return ("noticeDays", "must be more than 0");
        if (step.Kind != StepKind.WeightedVote && (step.Weights is not null || step.Threshold is not null)) yield return ("weights", "and threshold are for WeightedVote steps only");
        if (step.Weights is { } weights && (weights.Count != step.Posts.Count || weights.Any(weight => weight <= 0))) yield return ("weights", "needs one number above 0 for each post");
        if (step.Threshold is <= 0 or > 1) yield return ("threshold", "must be above 0 and at most 1");
    }

    private static IEnumerable<(string, string)> FieldFaults(ItemStep step, PowerItem item)
    {
        foreach (var (name, right) in step.Fields ?? new Dictionary<string, FieldRight>())
        {
            if (item.Form.All(field => field.Name != name)) yield return ($"fields.{name}", "is no field of the form");
            // The way of a case is chosen when it is handed in; a step must not change what it was chosen by.
            if (right == FieldRight.Edit && (item.Tiers.Any(tier => tier.Field == name) || item.Steps.Any(other => other.When?.Field == name)))
                yield return ($"fields.{name}", "decides tiers or steps and cannot be edited in one");
        }
    }

    private static string? ConditionFault(StepCondition when, PowerItem item)
    {
        if (item.Form.FirstOrDefault(field => field.Name == when.Field) is not { } field) return $"'{when.Field}' is no field of the form";
        if (!StepSelection.Operators.Contains(when.Op)) return $"'{when.Op}' is none of {string.Join(' ', StepSelection.Operators)}";
        var fits = field.Type switch
        {
            _ when field.IsNumber => when.Value.ValueKind == JsonValueKind.Number,
            FieldType.Boolean => when.Value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            FieldType.Choice => when.Value.ValueKind == JsonValueKind.String && field.Options!.Any(option => option.Value == when.Value.GetString()),
            _ => when.Value.ValueKind == JsonValueKind.String,
        };
        return fits ? null : $"'{when.Value}' is no value of '{when.Field}'";
    }

    // A countersign needs every post, every other step any one of them.
    private static bool IsHeld(ItemStep step, UnitLevel level, IReadOnlyDictionary<string, CataloguePost> posts)
    {
        var reached = Enum.GetValues<UnitLevel>().Where(one => one <= Start(step.At, level)).Select(one => one.ToString()).ToList();
        bool Held(string post) => !posts.TryGetValue(post, out var known) || known.Levels.Any(reached.Contains);
        return step.IsCountersign ? step.Posts.All(Held) : step.Posts.Any(Held);
    }

    private static UnitLevel Start(UnitRelation at, UnitLevel level) => at switch
    {
        UnitRelation.Own => level,
        UnitRelation.Parent => level == UnitLevel.Farm ? UnitLevel.Bureau : UnitLevel.Group,
        UnitRelation.Bureau => level == UnitLevel.Group ? UnitLevel.Group : UnitLevel.Bureau,
        _ => UnitLevel.Group,
    };
}
