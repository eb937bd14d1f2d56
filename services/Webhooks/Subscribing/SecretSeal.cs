using System.Security.Cryptography;
using System.Text;

namespace Ronghe.Webhooks.Subscribing;

/// <summary>Signing secrets lie encrypted in the database: AES-256-GCM under a key derived from <c>Platform:Secret</c>.</summary>
internal sealed class SecretSeal(IConfiguration configuration)
{
    private const int Nonce = 12, Tag = 16;
    private readonly byte[] key = HKDF.DeriveKey(
        HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(configuration["Platform:Secret"] ?? throw new InvalidOperationException("Platform:Secret is not set.")), 32,
        info: "ronghe webhooks"u8.ToArray());

    /// <param name="subscription">Bound in: a sealed secret opens for its own subscription only.</param>
    internal byte[] Seal(Guid subscription, byte[] secret)
    {
        var box = new byte[Nonce + Tag + secret.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, Nonce));
        using var aes = new AesGcm(key, Tag);
        aes.Encrypt(box.AsSpan(0, Nonce), secret, box.AsSpan(Nonce + Tag), box.AsSpan(Nonce, Tag), subscription.ToByteArray());
        return box;
    }

    internal byte[] Open(Guid subscription, byte[] box)
    {
        var secret = new byte[box.Length - Nonce - Tag];
        using var aes = new AesGcm(key, Tag);
        aes.Decrypt(box.AsSpan(0, Nonce), box.AsSpan(Nonce + Tag), box.AsSpan(Nonce, Tag), secret, subscription.ToByteArray());
        return secret;
    }
}
