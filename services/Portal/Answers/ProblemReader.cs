using System.Text.Json;

namespace Ronghe.Portal.Answers;

/// <summary>Reads RFC 9457 problems; an answer that is none still becomes a trouble with its status.</summary>
internal static class ProblemReader
{
    internal static async Task<Trouble> Read(HttpResponseMessage answer, CancellationToken ct)
    {
        var status = (int)answer.StatusCode;
        try
        {
            using var problem = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(ct), cancellationToken: ct);
            var root = problem.RootElement;
            var type = Text(root, "type") ?? "";
            return new Trouble(status, type[(type.LastIndexOfAny(['/', ':']) + 1)..], Text(root, "detail") ?? Text(root, "title"), Fields(root)) { LookAgain = Keys(root, "lookAgain") };
        }
        catch (JsonException)
        {
            return Trouble.Unreachable with { Status = status };
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static string[] Keys(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var keys) && keys.ValueKind == JsonValueKind.Array
            ? [.. keys.EnumerateArray().Select(key => key.ToString())]
            : [];

    private static Dictionary<string, string[]> Fields(JsonElement root)
    {
        if (!root.TryGetProperty("errors", out var errors) || errors.ValueKind != JsonValueKind.Object) return [];

        return errors.EnumerateObject()
            .Where(field => field.Value.ValueKind == JsonValueKind.Array)
            .ToDictionary(field => field.Name, field => field.Value.EnumerateArray().Select(message => message.ToString()).ToArray());
    }
}
