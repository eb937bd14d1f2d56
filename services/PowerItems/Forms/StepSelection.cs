using System.Text.Json;
using Ronghe.PowerItems.Items;

namespace Ronghe.PowerItems.Forms;

/// <summary>Which tier a form falls into and which steps follow from it.</summary>
internal static class StepSelection
{
    internal static readonly string[] Operators = ["==", "!=", ">", ">=", "<", "<="];

    /// <summary>False when the item has tiers and the amount falls into none: it is missing, negative or above the last.</summary>
    internal static bool TryChooseTier(PowerItem item, IReadOnlyDictionary<string, JsonElement> form, out AmountTier? tier)
    {
        tier = null;
        if (item.Tiers.Count == 0) return true;
        tier = item.Tiers.FirstOrDefault(candidate => Amount(form, candidate.Field) is { } amount && amount >= 0 && !(amount > candidate.UpTo));
        return tier is not null;
    }

    internal static bool Applies(ItemStep step, AmountTier? tier, PowerItem item, IReadOnlyDictionary<string, JsonElement> form) =>
        tier?.Skip.Contains(step.Key) != true && (step.When is null || Holds(step.When, item, form));

    /// <summary>A condition on a field that was left empty does not hold.</summary>
    internal static bool Holds(StepCondition condition, PowerItem item, IReadOnlyDictionary<string, JsonElement> form)
    {
        if (!form.TryGetValue(condition.Field, out var value) || value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined) return false;
        var order = item.Form.First(field => field.Name == condition.Field).IsNumber
            ? value.GetDecimal().CompareTo(condition.Value.GetDecimal())
            : string.CompareOrdinal(Plain(value), Plain(condition.Value));
        return condition.Op switch
        {
            "==" => order == 0,
            "!=" => order != 0,
            ">" => order > 0,
            ">=" => order >= 0,
            "<" => order < 0,
            "<=" => order <= 0,
            _ => throw new InvalidOperationException($"Operator {condition.Op} has no rule."),
        };
    }

    private static decimal? Amount(IReadOnlyDictionary<string, JsonElement> form, string field) =>
        form.TryGetValue(field, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDecimal() : null;

    // Dates are ISO 8601 text, so that ordinal order is their order.
    private static string Plain(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
