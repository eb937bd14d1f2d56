using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Ronghe.ServiceDefaults.Messaging.Failures;

/// <summary>A message that its consumer could not apply, as it lay in the error queue.</summary>
/// <param name="Queue">Queue of the consumer that failed.</param>
/// <param name="Body">The bytes as they were sent; a replay sends the same.</param>
internal sealed record FailedMessage(
    string Queue,
    Guid MessageId,
    string Contract,
    byte[] Body,
    string? ContentType,
    IReadOnlyDictionary<string, string> Headers,
    string? ExceptionType,
    string? ExceptionMessage,
    string? ExceptionStack,
    string? TraceParent)
{
    private const string Fault = "MT-Fault-";

    /// <summary>Headers that tell of the failure and the way there; a replayed message is sent without them.</summary>
    internal static bool IsOfTheFailure(string header) =>
        header.StartsWith(Fault, StringComparison.Ordinal) || header.StartsWith("MT-Host-", StringComparison.Ordinal)
        || header.StartsWith("x-", StringComparison.Ordinal) || header == "MT-Reason";

    internal string? TraceId => ActivityContext.TryParse(TraceParent, null, out var context) ? context.TraceId.ToHexString() : null;

    internal static FailedMessage Of(string queue, BasicDeliverEventArgs delivery)
    {
        var body = delivery.Body.ToArray();
        var headers = (delivery.BasicProperties.Headers ?? new Dictionary<string, object?>()).ToDictionary(header => header.Key, header => Text(header.Value));
        // Without a readable id the bytes name the message: delivered again, it is the same row.
        var id = Guid.TryParse(delivery.BasicProperties.MessageId, out var given) ? given : new Guid(SHA256.HashData(body).AsSpan(0, 16));
        return new(
            queue, id, ContractOf(body), body, delivery.BasicProperties.ContentType, headers,
            headers.GetValueOrDefault(Fault + "ExceptionType") ?? headers.GetValueOrDefault("x-first-death-reason"),
            headers.GetValueOrDefault(Fault + "Message"), headers.GetValueOrDefault(Fault + "StackTrace"),
            headers.GetValueOrDefault("traceparent") ?? headers.GetValueOrDefault("MT-Activity-Id"));
    }

    internal BasicProperties ForReplay() => new()
    {
        MessageId = MessageId.ToString(),
        ContentType = ContentType,
        DeliveryMode = DeliveryModes.Persistent,
        Headers = Headers.Where(header => !IsOfTheFailure(header.Key)).ToDictionary(header => header.Key, header => (object?)header.Value),
    };

    /// <summary>Name of the event as its publisher wrote it; empty when the body is not an envelope.</summary>
    private static string ContractOf(byte[] body)
    {
        try
        {
            using var envelope = JsonDocument.Parse(body);
            return envelope.RootElement.TryGetProperty("messageType", out var types) && types.ValueKind == JsonValueKind.Array && types.GetArrayLength() > 0
                ? types[0].GetString()?.Replace("urn:message:", "", StringComparison.Ordinal).Replace(':', '.') ?? ""
                : "";
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return "";
        }
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        byte[] bytes => Encoding.UTF8.GetString(bytes).Replace("\0", "", StringComparison.Ordinal),
        System.Collections.IDictionary map => string.Join(", ", map.Keys.Cast<object>().Select(key => $"{key}={Text(map[key])}")),
        System.Collections.IEnumerable list and not string => string.Join("; ", list.Cast<object?>().Select(Text)),
        AmqpTimestamp time => DateTimeOffset.FromUnixTimeSeconds(time.UnixTime).ToString("O", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
