using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Ronghe.Identity.Audits;

/// <summary>
/// Each link is an HMAC-SHA256 over the link before and the entry, under a key derived from the platform secret: whoever may write
/// the tables, even as the superuser, cannot make a changed, dropped or inserted entry fit.
/// </summary>
internal sealed class AuditChain(IConfiguration configuration)
{
    internal static readonly byte[] Start = new byte[32];

    private readonly byte[] key = HKDF.DeriveKey(
        HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(configuration["Platform:Secret"]!), 32, info: "ronghe audit chain v1"u8.ToArray());

    internal byte[] Next(byte[] previous, long number, AuditEntry entry)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes((string[])
        [
            entry.Id.ToString(), (entry.At.UtcTicks / 10).ToString(CultureInfo.InvariantCulture), entry.Act, entry.Outcome,
            entry.Actor, entry.Subject, entry.UnitPath, entry.Address, entry.TraceId, entry.Details,
        ]);
        var bytes = new byte[previous.Length + 8 + content.Length];
        previous.CopyTo(bytes, 0);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(previous.Length), number);
        content.CopyTo(bytes, previous.Length + 8);
        return HMACSHA256.HashData(key, bytes);
    }
}
