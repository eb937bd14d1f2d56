using System.Text.Json.Serialization;

namespace Ronghe.PowerItems.Items;

/// <summary>A typed field of an item's form.</summary>
/// <param name="Options">The allowed values of a Choice; null for every other type.</param>
/// <param name="Currency">ISO 4217 code of a Money field; CNY when null.</param>
/// <param name="Precision">Decimal places of Money (2 when null) or Decimal (any when null).</param>
/// <param name="Min">Smallest number, included; null for none.</param>
/// <param name="Max">Largest number, included; null for none.</param>
/// <param name="Unit">Unit of measure that is shown beside a number; null for none.</param>
public sealed record FormField(
    string Name,
    string Label,
    string LabelEn,
    FieldType Type,
    bool Required,
    IReadOnlyList<FieldOption>? Options = null,
    string? Currency = null,
    int? Precision = null,
    decimal? Min = null,
    decimal? Max = null,
    string? Unit = null)
{
    [JsonIgnore]
    public bool IsNumber => Type is FieldType.Money or FieldType.Integer or FieldType.Decimal;
}

public enum FieldType { Text, LongText, Money, Integer, Decimal, Date, Choice, Boolean, Unit, Person }

public sealed record FieldOption(string Value, string Label, string LabelEn);
