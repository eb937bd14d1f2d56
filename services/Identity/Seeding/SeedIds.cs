using System.Security.Cryptography;
using System.Text;

namespace Ronghe.Identity.Seeding;

/// <summary>Ids that are the same on every machine (RFC 9562, version 8: a hash of the name).</summary>
internal static class SeedIds
{
    internal static Guid Of(string kind, string code)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes($"ronghe seed {kind} {code}"), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
