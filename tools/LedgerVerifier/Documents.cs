using System.Security.Cryptography;
using System.Text.Json;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;

namespace Ronghe.LedgerVerifier;

/// <summary>A head as it stands in a file, alone or with its co-signatures.</summary>
internal sealed record Head(JsonElement Document, long Size, byte[] Root, string Hash, string Log, IReadOnlyList<JsonElement> Cosignatures)
{
    internal static Head Of(JsonElement element)
    {
        var document = element.TryGetProperty("head", out var inner) ? inner : element;
        return new Head(
            document, document.GetProperty("size").GetInt64(), Convert.FromHexString(document.Text("root")), document.Text("hash"), document.Text("log"),
            element.TryGetProperty("cosignatures", out var signed) ? [.. signed.EnumerateArray()] : []);
    }
}

/// <summary>A link between two trees: the hashes of RFC 9162 section 2.1.4.</summary>
internal sealed record Link(long From, long To, IReadOnlyList<byte[]> Path)
{
    internal static Link Of(JsonElement element) => new(element.GetProperty("from").GetInt64(), element.GetProperty("to").GetInt64(), element.Hashes("path"));
}

internal static class Documents
{
    internal static JsonElement Read(string path) => JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;

    internal static string Text(this JsonElement element, string name) =>
        element.GetProperty(name).GetString() ?? throw new InvalidDataException($"{name} is null.");

    internal static IReadOnlyList<byte[]> Hashes(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(one => Convert.FromHexString(one.GetString()!))];

    internal static bool IsSigned(JsonElement document, string algorithm, string publicKey, string signature, params string[] unsigned)
    {
        try
        {
            var (data, key, bytes) = (CanonicalJson.Of(document, unsigned), Convert.FromBase64String(publicKey), Convert.FromBase64String(signature));
            return algorithm switch { "ES256" => Ecdsa(key, data, bytes), "SM2" => Sm2(key, data, bytes), _ => false };
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException or ArgumentException or InvalidCastException
            or SecurityUtilityException or Org.BouncyCastle.Crypto.CryptoException)
        {
            return false;
        }
    }

    private static bool Ecdsa(byte[] key, byte[] data, byte[] signature)
    {
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportSubjectPublicKeyInfo(key, out _);
        return ecdsa.VerifyData(data, signature, HashAlgorithmName.SHA256);
    }

    private static bool Sm2(byte[] key, byte[] data, byte[] signature)
    {
        var signer = new SM2Signer(PlainDsaEncoding.Instance);
        signer.Init(false, PublicKeyFactory.CreateKey(key));
        signer.BlockUpdate(data, 0, data.Length);
        return signer.VerifySignature(signature);
    }
}
