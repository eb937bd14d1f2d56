using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Ronghe.Webhooks.Deliveries;

/// <summary>Standard Webhooks 1.0.0, symmetric: HMAC-SHA256 over <c>id.timestamp.body</c>, one for each valid secret.</summary>
internal static class Signature
{
    internal static string Of(Guid id, DateTimeOffset now, string body, IEnumerable<byte[]> secrets)
    {
        var signed = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{now.ToUnixTimeSeconds()}.{body}"));
        return string.Join(' ', secrets.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, signed))));
    }
}
