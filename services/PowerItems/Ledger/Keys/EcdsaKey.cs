using System.Security.Cryptography;
using Ronghe.PowerItems.Ledger.Trees;

namespace Ronghe.PowerItems.Ledger.Keys;

/// <summary>ECDSA on P-256 with SHA-256.</summary>
internal sealed class EcdsaKey(ECDsa key) : ILedgerKey
{
    internal const string Name = "ES256";

    public string Algorithm => Name;

    public byte[] PublicKey { get; } = key.ExportSubjectPublicKeyInfo();

    public TreeHash Hash => TreeHash.Sha256;

    public byte[] Sign(byte[] data)
    {
        lock (key) return key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    public void Dispose() => key.Dispose();

    internal static bool IsKey(byte[] publicKey)
    {
        using var ecdsa = Import(publicKey);
        return ecdsa.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value;
    }

    internal static bool Verify(byte[] publicKey, byte[] data, byte[] signature)
    {
        using var ecdsa = Import(publicKey);
        return ecdsa.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private static ECDsa Import(byte[] publicKey)
    {
        var ecdsa = ECDsa.Create();
        ecdsa.ImportSubjectPublicKeyInfo(publicKey, out _);
        return ecdsa;
    }
}
