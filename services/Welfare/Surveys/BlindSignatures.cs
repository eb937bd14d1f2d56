using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace Ronghe.Welfare.Surveys;

/// <summary>
/// The server's half of RFC 9474, RSABSSA-SHA384-PSS-Randomized: signing what it cannot read, and verifying what comes back
/// unblinded. The client blinds and finalises.
/// </summary>
internal static class BlindSignatures
{
    internal const int KeyBits = 2048;

    internal static (byte[] PublicKey, byte[] PrivateKey) Generate()
    {
        using var rsa = RSA.Create(KeyBits);
        return (rsa.ExportSubjectPublicKeyInfo(), rsa.ExportPkcs8PrivateKey());
    }

    /// <summary>BlindSign (§4.3); null when the blinded message is not one for this key.</summary>
    internal static byte[]? Sign(byte[] privateKey, byte[] blinded) => Sign((RsaPrivateCrtKeyParameters)PrivateKeyFactory.CreateKey(privateKey), blinded);

    internal static byte[]? Sign(RsaPrivateCrtKeyParameters key, byte[] blinded)
    {
        var length = (key.Modulus.BitLength + 7) / 8;
        if (blinded.Length != length) return null;
        var engine = new RsaBlindedEngine(); // blinds its own computation against timing and checks its result
        engine.Init(forEncryption: false, key);
        try
        {
            var signature = engine.ProcessBlock(blinded, 0, blinded.Length);
            return signature.Length == length ? signature : [.. new byte[length - signature.Length], .. signature];
        }
        catch (DataLengthException)
        {
            return null;
        }
    }

    /// <summary>Verify (§4.5): PSS with SHA-384 and a salt of 48 bytes over the prepared message.</summary>
    internal static bool Verify(byte[] publicKey, byte[] prepared, byte[] signature)
    {
        using var rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(publicKey, out _);
        return rsa.VerifyData(prepared, signature, HashAlgorithmName.SHA384, RSASignaturePadding.Pss);
    }
}
