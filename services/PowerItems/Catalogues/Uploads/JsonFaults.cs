using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Ronghe.PowerItems.Catalogues.Uploads;

/// <summary>One thing that is wrong with an import.</summary>
/// <param name="Place">Path in the JSON document, or sheet, row and column of the workbook.</param>
public sealed record ImportFault(string Place, string What);

/// <summary>Everything that keeps a JSON document from being read as a type, where a deserialiser stops at the first.</summary>
internal static class JsonFaults
{
    internal static JsonSerializerOptions Options { get; } = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    internal static IEnumerable<ImportFault> Of(JsonElement value, Type type, string place)
    {
        var info = Options.GetTypeInfo(type);
        return info.Kind switch
        {
            JsonTypeInfoKind.Object => value.ValueKind == JsonValueKind.Object ? OfObject(value, info, place) : [new ImportFault(place, "must be an object")],
            JsonTypeInfoKind.Enumerable => value.ValueKind == JsonValueKind.Array
                ? value.EnumerateArray().SelectMany((item, index) => item.ValueKind == JsonValueKind.Null
                    ? [new ImportFault($"{place}[{index}]", "is null")] : Of(item, info.ElementType!, $"{place}[{index}]"))
                : [new ImportFault(place, "must be a list")],
            _ => OfValue(value, type, place),
        };
    }

    private static IEnumerable<ImportFault> OfObject(JsonElement value, JsonTypeInfo info, string place)
    {
        var known = info.Properties.ToDictionary(property => property.Name);
        foreach (var group in value.EnumerateObject().GroupBy(member => member.Name))
        {
            var at = place.Length == 0 ? group.Key : $"{place}.{group.Key}";
            if (!known.TryGetValue(group.Key, out var property)) yield return new ImportFault(at, "is no known field");
            else if (group.Count() > 1) yield return new ImportFault(at, "stands twice");
            else if (group.First().Value is { ValueKind: JsonValueKind.Null })
            {
                if (!property.IsSetNullable) yield return new ImportFault(at, "must not be null");
            }
            else
            {
                foreach (var fault in Of(group.First().Value, property.PropertyType, at)) yield return fault;
            }
        }

        foreach (var missing in info.Properties.Where(property => property.IsRequired && !value.TryGetProperty(property.Name, out _)))
            yield return new ImportFault(place.Length == 0 ? missing.Name : $"{place}.{missing.Name}", "is missing");
    }

    private static IEnumerable<ImportFault> OfValue(JsonElement value, Type type, string place)
    {
        try
        {
            value.Deserialize(type, Options);
            return [];
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException)
        {
            var of = Nullable.GetUnderlyingType(type) ?? type;
            return [new ImportFault(place, of.IsEnum ? $"must be one of {string.Join(", ", Enum.GetNames(of))}" : $"must be of kind {of.Name}")];
        }
    }
}
