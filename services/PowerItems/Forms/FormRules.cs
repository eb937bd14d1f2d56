using System.Globalization;
using System.Text.Json;
using Ronghe.PowerItems.Items;

namespace Ronghe.PowerItems.Forms;

/// <summary>Whether a form answers an item's fields. Units and people are checked for existence by the caller's <see cref="FormDirectory"/>.</summary>
internal static class FormRules
{
    private const int TextLength = 200;
    private const int LongTextLength = 4000;

    internal static IReadOnlyList<FormError> Check(
        IReadOnlyList<FormField> fields, IReadOnlyDictionary<string, JsonElement> values, FormDirectory directory)
    {
        var errors = new List<FormError>();
        foreach (var name in values.Keys.Where(name => fields.All(field => field.Name != name)))
            errors.Add(new FormError(name, "没有这个字段。", "There is no such field."));

        foreach (var field in fields)
        {
            if (!values.TryGetValue(field.Name, out var value) || value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
            {
                if (field.Required) errors.Add(new FormError(field.Name, $"“{field.Label}”必填。", $"{field.LabelEn} is required."));
            }
            else if (Fault(field, value, directory) is var (zh, en))
            {
                errors.Add(new FormError(field.Name, $"“{field.Label}”{zh}", $"{field.LabelEn} {en}"));
            }
        }

        return errors;
    }

    private static (string Zh, string En)? Fault(FormField field, JsonElement value, FormDirectory directory) => field.Type switch
    {
        FieldType.Text => TextFault(field, value, TextLength),
        FieldType.LongText => TextFault(field, value, LongTextLength),
        FieldType.Money => NumberFault(field, value, field.Precision ?? 2),
        FieldType.Integer => NumberFault(field, value, 0),
        FieldType.Decimal => NumberFault(field, value, field.Precision ?? 28),
        FieldType.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : ("应为 true 或 false。", "must be true or false."),
        FieldType.Date => IsDate(Text(value)) ? null : ("应为日期 yyyy-MM-dd。", "must be a date, yyyy-MM-dd."),
        FieldType.Choice => field.Options!.Any(option => option.Value == Text(value))
            ? null : ($"应为其中之一：{Allowed(field)}。", $"must be one of {Allowed(field)}."),
        FieldType.Unit => Text(value) is { } code && directory.Units.Contains(code) ? null : ("不是现有单位的编码。", "is not the code of a unit."),
        FieldType.Person => Guid.TryParse(Text(value), out var person) && directory.People.Contains(person)
            ? null : ("不是现有人员的编号。", "is not the id of a person."),
        _ => throw new InvalidOperationException($"Field type {field.Type} has no rule."),
    };

    private static (string, string)? TextFault(FormField field, JsonElement value, int length)
    {
        if (Text(value) is not { } text) return ("应为文本。", "must be text.");
        if (field.Required && string.IsNullOrWhiteSpace(text)) return ("必填。", "is required.");
        return text.Length > length ? ($"最多 {length} 字。", $"is limited to {length} characters.") : null;
    }

    private static (string, string)? NumberFault(FormField field, JsonElement value, int places)
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDecimal(out var number)) return ("应为数字。", "must be a number.");
        if (decimal.Round(number, places) != number)
            return places == 0 ? ("应为整数。", "must be a whole number.") : ($"最多 {places} 位小数。", $"may have {places} decimal places at most.");
        if (field.Min is { } min && number < min) return ($"不得小于 {min}。", $"must not be less than {min}.");
        return field.Max is { } max && number > max ? ($"不得大于 {max}。", $"must not be more than {max}.") : null;
    }

    private static bool IsDate(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static string Allowed(FormField field) => string.Join(", ", field.Options!.Select(option => option.Value));

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>What is wrong with one field.</summary>
internal sealed record FormError(string Field, string Zh, string En);

/// <summary>The units and people that exist, of those that a form names.</summary>
internal sealed record FormDirectory(IReadOnlySet<string> Units, IReadOnlySet<Guid> People)
{
    internal static FormDirectory Empty { get; } = new(new HashSet<string>(), new HashSet<Guid>());
}
