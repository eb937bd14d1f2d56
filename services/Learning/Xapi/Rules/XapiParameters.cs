using System.Text.Json;

namespace Ronghe.Learning.Xapi.Rules;

/// <summary>Parameters that carry JSON.</summary>
internal static class XapiParameters
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The identifier of the Agent (or identified Group) in a parameter; throws <see cref="MalformedException"/>.</summary>
    internal static string Agent(string json, string name, bool groups = false)
    {
        using var parsed = Parse(json, name);
        var agent = parsed.RootElement;
        if (groups && ActorRules.IsGroup(agent)) ActorRules.Group(agent, name);
        else ActorRules.Agent(agent, name);
        return StatementKeys.IdentifierOf(agent) ?? throw new MalformedException(name, "必须有标识。", "Must be identified.");
    }

    internal static JsonDocument Parse(string json, string name)
    {
        try
        {
            return JsonDocument.Parse(json, Strict);
        }
        catch (JsonException)
        {
            throw new MalformedException(name, "不是有效的 JSON。", "Not valid JSON.");
        }
    }
}
