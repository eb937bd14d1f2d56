using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ronghe.Platform.Tests.Contracts;

/// <summary>
/// Holds a contract against its sample, which is what publishers sent and consumers read until now. Fields may be added with a
/// default. A field that was removed, renamed or given another type, and a new one without a default, breaks the wire.
/// </summary>
internal static class WireRules
{
    private static readonly NullabilityInfoContext Nullability = new();

    internal static IEnumerable<string> Broken(JsonNode sample, Type contract) => OfObject(contract.Name, sample.AsObject(), contract);

    private static IEnumerable<string> OfObject(string at, JsonObject sample, Type type)
    {
        var fields = type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)!.GetParameters()
            .ToDictionary(parameter => JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!));
        foreach (var (name, value) in sample)
        {
            if (!fields.TryGetValue(name, out var field)) yield return $"{at}.{name} was removed or renamed.";
            else foreach (var broken in OfValue($"{at}.{name}", value, field.ParameterType, MayBeNull(field))) yield return broken;
        }

        foreach (var (name, field) in fields)
        {
            if (!sample.ContainsKey(name) && !field.HasDefaultValue) yield return $"{at}.{name} is new and has no default: what was sent before cannot be read.";
        }
    }

    private static IEnumerable<string> OfValue(string at, JsonNode? value, Type type, bool mayBeNull)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        return value switch
        {
            null => mayBeNull ? [] : [$"{at} could be null and no longer can."],
            JsonObject inner => bare.Namespace?.StartsWith("Ronghe.", StringComparison.Ordinal) == true ? OfObject(at, inner, bare) : [$"{at} was an object and is {bare.Name}."],
            JsonArray items => ItemOf(bare) is { } item ? items.SelectMany((one, index) => OfValue($"{at}[{index}]", one, item, mayBeNull: false)) : [$"{at} was a list and is {bare.Name}."],
            _ => KindsOf(value).Contains(bare) ? [] : [$"{at} was {string.Join(" or ", KindsOf(value).Select(kind => kind.Name))} and is {bare.Name}."],
        };
    }

    private static Type[] KindsOf(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.True or JsonValueKind.False => [typeof(bool)],
        JsonValueKind.Number => value.ToJsonString().Contains('.', StringComparison.Ordinal) ? [typeof(decimal), typeof(double)] : [typeof(long), typeof(int)],
        _ => KindsOf(value.GetValue<string>()),
    };

    private static Type[] KindsOf(string text) =>
        Guid.TryParseExact(text, "D", out _) ? [typeof(Guid)]
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", out _) ? [typeof(DateOnly)]
        : text.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _) ? [typeof(DateTimeOffset)]
        : [typeof(string)];

    private static Type? ItemOf(Type list) => list.IsArray ? list.GetElementType() : list.IsGenericType && list.GetGenericArguments() is [var item] ? item : null;

    private static bool MayBeNull(ParameterInfo field)
    {
        lock (Nullability) return Nullability.Create(field).WriteState == NullabilityState.Nullable;
    }
}
