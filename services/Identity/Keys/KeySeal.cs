using System.Security.Cryptography;
using System.Text;

namespace Ronghe.Identity.Keys;

/// <summary>AES-256-GCM under a key derived from the platform secret: a dump of the database alone opens nothing.</summary>
internal sealed class KeySeal(IConfiguration configuration)
{
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private readonly byte[] key = HKDF.DeriveKey(
        HashAlgorithmName.SHA256,
        Encoding.UTF8.GetBytes(configuration["Platform:Secret"] is { Length: >= 16 } secret
            ? secret
            : throw new InvalidOperationException("Platform__Secret must hold at least 16 characters.")),
        32,
        info: "ronghe identity keys v1"u8.ToArray());

    internal byte[] Close(byte[] plain, string use)
    {
        var closed = new byte[NonceSize + plain.Length + TagSize];
        var nonce = closed.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(nonce, plain, closed.AsSpan(NonceSize, plain.Length), closed.AsSpan(NonceSize + plain.Length), Encoding.UTF8.GetBytes(use));
        return closed;
    }

    internal byte[] Open(byte[] closed, string use)
    {
        var plain = new byte[closed.Length - NonceSize - TagSize];
        using var aes = new AesGcm(key, TagSize);
        aes.Decrypt(closed.AsSpan(0, NonceSize), closed.AsSpan(NonceSize, plain.Length), closed.AsSpan(NonceSize + plain.Length), plain, Encoding.UTF8.GetBytes(use));
        return plain;
    }
}
