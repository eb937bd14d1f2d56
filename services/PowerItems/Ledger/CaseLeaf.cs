using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ronghe.PowerItems.Cases;

namespace Ronghe.PowerItems.Ledger;

/// <summary>The documents that are hashed. Neither field may ever be renamed, nor its form changed: add a version instead.</summary>
internal static class CaseLeaf
{
    /// <summary>The leaf of an act, from nothing but its row: ids, posts, keys, times and hashes, no personal text.</summary>
    internal static JsonObject Of(CaseAct act) => new()
    {
        ["format"] = "ronghe.act/1",
        ["act"] = act.Id.ToString(),
        ["case"] = act.CaseId.ToString(),
        ["caseVersion"] = act.CaseVersion,
        ["item"] = act.ItemCode,
        ["itemVersion"] = act.ItemVersion,
        ["unit"] = act.UnitPath,
        ["kind"] = act.Kind,
        ["manner"] = act.Manner,
        ["body"] = act.Body,
        ["step"] = act.StepKey,
        ["stepId"] = act.StepId?.ToString(),
        ["who"] = new JsonObject { ["kind"] = act.ActorKind, ["id"] = act.ActorSubject },
        ["capacity"] = act.Post is null ? null : new JsonObject { ["post"] = act.Post, ["unit"] = act.PostUnitPath },
        ["at"] = LedgerTime.Write(act.At),
        ["facts"] = new JsonObject(act.Facts.Select(fact => KeyValuePair.Create(fact.Key, (JsonNode?)fact.Value))),
        ["seen"] = Hex(act.Seen),
        ["attached"] = new JsonArray([.. act.Attached.Select(hash => (JsonNode)hash)]),
        ["opinion"] = Hex(act.Opinion),
        ["previous"] = Hex(act.Previous),
    };

    /// <summary>What whoever acts on the case has before them.</summary>
    internal static JsonObject Content(PowerCase powerCase) => new()
    {
        ["format"] = "ronghe.content/1",
        ["case"] = powerCase.Id.ToString(),
        ["item"] = powerCase.ItemCode,
        ["itemVersion"] = powerCase.ItemVersion,
        ["unit"] = powerCase.UnitPath,
        ["title"] = powerCase.Title,
        ["form"] = new JsonObject(powerCase.Form.Select(field => KeyValuePair.Create(field.Key, Plain(field.Value)))),
        ["materials"] = new JsonArray([.. powerCase.Materials.Select(material => (JsonNode)new JsonObject { ["key"] = material.Key, ["name"] = material.Name })]),
        ["about"] = powerCase.About is { } about
            ? new JsonObject { ["kind"] = about.Kind, ["id"] = about.Id.ToString(), ["digest"] = about.Digest } : null,
    };

    // Numbers as text without closing zeros: canonical JSON reads numbers as doubles, which loses digits of a large amount, and
    // jsonb may write 2e4 as 20000.
    private static JsonNode? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.Number when value.TryGetDecimal(out var number) => (number / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture),
        JsonValueKind.Object => new JsonObject(value.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, Plain(member.Value)))),
        JsonValueKind.Array => new JsonArray([.. value.EnumerateArray().Select(Plain)]),
        _ => JsonNode.Parse(value.GetRawText()),
    };

    private static string? Hex(byte[]? hash) => hash is null ? null : Convert.ToHexStringLower(hash);
}
