namespace Ronghe.PowerItems.Ledger.Keys;

/// <summary>Checks signatures of keys that the service does not hold: witnesses', and its own older ones.</summary>
internal static class Signatures
{
    internal static readonly string[] Algorithms = [EcdsaKey.Name, Sm2Key.Name];

    /// <summary>False also for a key or signature that cannot be read.</summary>
    internal static bool Verify(string algorithm, byte[] publicKey, byte[] data, byte[] signature)
    {
        try
        {
            return algorithm switch
            {
                EcdsaKey.Name => EcdsaKey.Verify(publicKey, data, signature),
                Sm2Key.Name => Sm2Key.Verify(publicKey, data, signature),
                _ => false,
            };
        }
        catch (Exception exception) when (exception is System.Security.Cryptography.CryptographicException or ArgumentException or IOException
            or InvalidCastException or Org.BouncyCastle.Security.SecurityUtilityException or Org.BouncyCastle.Crypto.CryptoException)
        {
            return false;
        }
    }
}
