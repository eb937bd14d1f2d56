using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;

namespace Ronghe.PowerItems.Ledger.Keys;

/// <summary>Checks signatures of keys that the service does not hold: witnesses', and its own older ones.</summary>
internal static class Signatures
{
    /// <summary>Whether this is a public key of the algorithm.</summary>
    internal static bool IsKey(string algorithm, byte[] publicKey) => Read(() => algorithm switch
    {
        EcdsaKey.Name => EcdsaKey.IsKey(publicKey),
        Sm2Key.Name => Sm2Key.IsKey(publicKey),
        _ => false,
    });

    /// <summary>False also for a key or signature that cannot be read.</summary>
    internal static bool Verify(string algorithm, byte[] publicKey, byte[] data, byte[] signature) => Read(() => algorithm switch
    {
        EcdsaKey.Name => EcdsaKey.Verify(publicKey, data, signature),
        Sm2Key.Name => Sm2Key.Verify(publicKey, data, signature),
        _ => false,
    });

    private static bool Read(Func<bool> check)
    {
        try
        {
            return check();
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or IOException or InvalidCastException
            or SecurityUtilityException or CryptoException or InvalidOperationException)
        {
            return false;
        }
    }
}
