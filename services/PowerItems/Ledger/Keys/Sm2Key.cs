using Org.BouncyCastle.Asn1.GM;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;
using Ronghe.PowerItems.Ledger.Trees;

namespace Ronghe.PowerItems.Ledger.Keys;

/// <summary>SM2 (GB/T 32918.2) with SM3 and the default identity 1234567812345678.</summary>
internal sealed class Sm2Key(ECPrivateKeyParameters key) : ILedgerKey
{
    internal const string Name = "SM2";

    public string Algorithm => Name;

    public byte[] PublicKey { get; } = SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(
        new ECPublicKeyParameters("EC", key.Parameters.G.Multiply(key.D).Normalize(), key.PublicKeyParamSet)).GetDerEncoded();

    public TreeHash Hash => TreeHash.Sm3;

    public byte[] Sign(byte[] data)
    {
        var signer = new SM2Signer(PlainDsaEncoding.Instance);
        signer.Init(true, new ParametersWithRandom(key, new SecureRandom()));
        signer.BlockUpdate(data, 0, data.Length);
        return signer.GenerateSignature();
    }

    public void Dispose()
    {
    }

    internal static bool IsKey(byte[] publicKey) =>
        PublicKeyFactory.CreateKey(publicKey) is ECPublicKeyParameters key && GMObjectIdentifiers.sm2p256v1.Equals(key.PublicKeyParamSet);

    internal static bool Verify(byte[] publicKey, byte[] data, byte[] signature)
    {
        var signer = new SM2Signer(PlainDsaEncoding.Instance);
        signer.Init(false, PublicKeyFactory.CreateKey(publicKey));
        signer.BlockUpdate(data, 0, data.Length);
        return signer.VerifySignature(signature);
    }
}
