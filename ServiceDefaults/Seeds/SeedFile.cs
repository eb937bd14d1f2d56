using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Ronghe.ServiceDefaults.Seeds;

/// <summary>
/// Reads a JSON seed strictly: unknown and doubled fields, missing constructor parameters without a default, and null where the
/// type does not allow it are all errors that name file, line and field.
/// </summary>
public static partial class SeedFile
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
    };

    /// <summary>The document at <paramref name="path"/>, typed.</summary>
    /// <exception cref="SeedException">The file is missing or broken.</exception>
    public static T Read<T>(string path)
        where T : class
    {
        var bytes = Bytes(path);
        try
        {
            return JsonSerializer.Deserialize<T>(bytes, Strict) ?? throw new SeedException(path, 1, "(document)", "is null");
        }
        catch (JsonException broken)
        {
            var missing = MissingProperty().Match(broken.Message);
            var field = Field(broken.Path) + (missing.Success ? $".{missing.Groups[1].Value}" : string.Empty);
            throw new SeedException(path, (broken.LineNumber ?? 0) + 1, field.TrimStart('.'), What(broken));
        }
    }

    /// <summary>A rule beyond the types is broken at <paramref name="field"/>, such as <c>[3].levels[0]</c>: the line is looked up.</summary>
    public static SeedException Wrong(string path, string field, string what) =>
        new(path, SeedLines.Of(Bytes(path), field), field, what);

    private static byte[] Bytes(string path)
    {
        if (!File.Exists(path)) throw new SeedException(path, 0, "(document)", "file not found");
        var bytes = File.ReadAllBytes(path);
        return bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
    }

    private static string Field(string? path) =>
        path is null or "$" ? "(document)" : path.TrimStart('$').TrimStart('.');

    private static string What(JsonException broken)
    {
        var message = Position().Replace(broken.Message, string.Empty);
        if (MissingProperty().Match(message) is { Success: true }) return "is missing";
        if (UnknownProperty().Match(message) is { Success: true } unknown) return $"unknown field '{unknown.Groups[1].Value}'";
        if (message.StartsWith("The JSON value could not be converted", StringComparison.Ordinal)) return "has a value of the wrong kind";
        return message.ReplaceLineEndings(" ");
    }

    [GeneratedRegex(@"missing required properties including: '([^']+)'")]
    private static partial Regex MissingProperty();

    [GeneratedRegex(@"The JSON property '([^']+)' could not be mapped")]
    private static partial Regex UnknownProperty();

    [GeneratedRegex(@"\s*Path: .*$", RegexOptions.Singleline)]
    private static partial Regex Position();
}
