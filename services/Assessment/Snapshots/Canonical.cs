using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ronghe.Assessment.Snapshots;

/// <summary>
/// Canonical JSON: UTF-8, keys in ordinal order, no white space, no null members, figures as decimal strings without closing zeros.
/// The same content has the same bytes, and so the same hash, whoever writes it.
/// </summary>
internal static class Canonical
{
    /// <summary>Name of the hash in force. Another (SM3) is a new name here and in the verifier; old snapshots keep theirs.</summary>
    internal const string Algorithm = "SHA-256";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static string Write(JsonNode node) => Sorted(node)!.ToJsonString(Plain);

    internal static string Hash(string canonical, string algorithm = Algorithm) => algorithm switch
    {
        "SHA-256" => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))),
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "Not a hash that is known here."),
    };

    internal static string? Text(decimal? value) => value?.ToString("0.############################", CultureInfo.InvariantCulture);

    internal static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Where(member => member.Value is not null).OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
