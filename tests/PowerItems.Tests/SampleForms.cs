using System.Text.Json;
using Ronghe.PowerItems.Items;

namespace Ronghe.PowerItems.Tests;

/// <summary>A form that answers every field of an item.</summary>
internal static class SampleForms
{
    /// <summary>The tiers of an item, or one null for an item without tiers.</summary>
    internal static IEnumerable<AmountTier?> Tiers(PowerItem item) => item.Tiers.Count == 0 ? new AmountTier?[] { null } : item.Tiers.Cast<AmountTier?>();

    internal static Dictionary<string, JsonElement> Of(PowerItem item, AmountTier? tier, string unitCode, Guid person) =>
        item.Form.ToDictionary(field => field.Name, field => JsonSerializer.SerializeToElement<object>(field.Name == tier?.Field
            ? Amount(item, tier, field)
            : field.Type switch
            {
                FieldType.Text or FieldType.LongText => "按年度计划办理",
                FieldType.Money or FieldType.Integer or FieldType.Decimal => field.Min ?? Math.Min(10, field.Max ?? 10),
                FieldType.Date => "2026-12-01",
                FieldType.Choice => field.Options![0].Value,
                FieldType.Boolean => true,
                FieldType.Unit => unitCode,
                _ => person,
            }));

    private static decimal Amount(PowerItem item, AmountTier tier, FormField field)
    {
        var below = item.Tiers.TakeWhile(other => other != tier).LastOrDefault()?.UpTo;
        return tier.UpTo ?? Math.Max(field.Min ?? 0, (below ?? 0) + 1);
    }
}
