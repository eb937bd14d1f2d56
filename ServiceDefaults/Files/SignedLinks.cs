using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Configuration;

namespace Ronghe.ServiceDefaults.Files;

/// <summary>
/// Links that carry their own permission and expire, for a browser's video element, which sends no token. The signature covers path
/// and expiry (HMAC-SHA256 under a key derived from <c>Platform:Secret</c>).
/// </summary>
public sealed class SignedLinks(IConfiguration configuration, TimeProvider clock)
{
    private readonly byte[] key = HKDF.DeriveKey(
        HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(configuration["Platform:Secret"] is { Length: > 0 } secret
            ? secret
            : throw new InvalidOperationException("Platform:Secret is not set.")), 32, info: "ronghe signed links"u8.ToArray());

    /// <summary>The path with <c>expires</c> (Unix seconds) and <c>signature</c> behind it.</summary>
    public string Sign(string path, TimeSpan validFor)
    {
        var expires = clock.GetUtcNow().Add(validFor).ToUnixTimeSeconds();
        return $"{path}?expires={expires}&signature={SignatureOf(path, expires)}";
    }

    /// <summary>True when the link was signed here for this path and has not expired.</summary>
    public bool Allows(string path, long expires, string? signature) =>
        expires > clock.GetUtcNow().ToUnixTimeSeconds()
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(SignatureOf(path, expires)), Encoding.UTF8.GetBytes(signature ?? ""));

    private string SignatureOf(string path, long expires) =>
        WebEncoders.Base64UrlEncode(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{path}\n{expires}")));
}
