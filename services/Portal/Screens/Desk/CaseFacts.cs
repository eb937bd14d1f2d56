using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Localization;
using Ronghe.Portal.Calls;
using Ronghe.Portal.Texts;

namespace Ronghe.Portal.Screens.Desk;

/// <summary>What was filled in, in the item's order and words.</summary>
internal static class CaseFacts
{
    internal static IEnumerable<(string Label, string Value)> Of(PowerCase one, PowerItem? item, UnitMap units, IStringLocalizer<PageTexts> T) =>
        from entry in one.Form
        let field = item?.Form.FirstOrDefault(field => field.Name == entry.Key)
        orderby item is null ? 0 : Array.FindIndex(item.Form, candidate => candidate.Name == entry.Key)
        select (field is null ? entry.Key : Languages.Of(field.Label, field.LabelEn), Shown(entry.Value, field, units, T));

    internal static string MaterialName(CaseMaterial material, PowerItem? item) =>
        item?.Materials?.FirstOrDefault(known => known.Key == material.Key) is { } known ? Languages.Of(known.Name, known.NameEn) : material.Key;

    // A year is a name, not an amount.
    private static string Measured(decimal number, FormField? field) =>
        field?.Unit is "年" && number is > 1900 and < 2200 ? $"{number:0}" : $"{Show.Number(number)} {Measures.Name(field?.Unit)}".TrimEnd();

    private static string Shown(JsonElement value, FormField? field, UnitMap units, IStringLocalizer<PageTexts> T) => (field?.Type, value.ValueKind) switch
    {
        ("Money", JsonValueKind.Number) => Show.Money(value.GetDecimal()),
        (_, JsonValueKind.Number) => Measured(value.GetDecimal(), field),
        (_, JsonValueKind.True) => T["Form.Yes"],
        (_, JsonValueKind.False) => T["Form.No"],
        ("Choice", _) => field!.Options?.FirstOrDefault(option => option.Value == value.ToString()) is { } option
            ? Languages.Of(option.Label, option.LabelEn)
            : value.ToString(),
        ("Date", JsonValueKind.String) when DateOnly.TryParse(value.GetString(), CultureInfo.InvariantCulture, out var day) => Show.Day(day),
        ("Unit", _) => units.All.FirstOrDefault(unit => unit.Code == value.ToString()) is { } unit ? Languages.Of(unit.Name, unit.NameEn) : value.ToString(),
        _ => value.ToString(),
    };
}
