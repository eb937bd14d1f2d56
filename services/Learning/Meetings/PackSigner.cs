using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Learning.Meetings;

/// <summary>
/// Signs packs as JWS compact (RFC 7515, ES256). The key is derived from <c>Platform:Secret</c>: all replicas have the same one without
/// storing it, and phones pin its public half.
/// </summary>
internal sealed class PackSigner : IDisposable
{
    private static readonly BigInteger Order = BigInteger.Parse("0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture);
    private readonly ECDsa key;
    private readonly string header;

    public PackSigner(IConfiguration configuration)
    {
        var secret = configuration["Platform:Secret"] is { Length: > 0 } value ? value : throw new InvalidOperationException("Platform:Secret is not set.");
        // 48 bytes reduced to 1…n-1 leave no bias worth the name (FIPS 186-5, A.2.1).
        var wide = new BigInteger(HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), 48, info: "ronghe meeting packs"u8.ToArray()), isUnsigned: true, isBigEndian: true);
        var scalar = (wide % (Order - 1) + 1).ToByteArray(isUnsigned: true, isBigEndian: true);
        key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = [.. new byte[32 - scalar.Length], .. scalar] });
        KeyId = WebEncoders.Base64UrlEncode(SHA256.HashData(key.ExportSubjectPublicKeyInfo())[..8]);
        header = WebEncoders.Base64UrlEncode(JsonSerializer.SerializeToUtf8Bytes(new { alg = "ES256", typ = "ronghe-pack", kid = KeyId }));
    }

    internal string KeyId { get; }

    internal ECParameters PublicKey => key.ExportParameters(includePrivateParameters: false);

    internal string Sign<T>(T content)
    {
        var signed = $"{header}.{WebEncoders.Base64UrlEncode(JsonSerializer.SerializeToUtf8Bytes(content, ServiceDb.Json))}";
        lock (key) return $"{signed}.{WebEncoders.Base64UrlEncode(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    /// <summary>The content when every byte is as it was signed here; otherwise null. The algorithm is ours, whatever the header says.</summary>
    internal T? Open<T>(string pack)
        where T : class
    {
        if (pack.Split('.') is not [var head, var body, var signature] || head != header) return null;
        try
        {
            bool genuine;
            lock (key) genuine = key.VerifyData(Encoding.ASCII.GetBytes($"{head}.{body}"), WebEncoders.Base64UrlDecode(signature), HashAlgorithmName.SHA256);
            return genuine ? JsonSerializer.Deserialize<T>(WebEncoders.Base64UrlDecode(body), ServiceDb.Json) : null;
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            return null;
        }
    }

    public void Dispose() => key.Dispose();
}
