using Ronghe.PowerItems.Ledger.Trees;

namespace Ronghe.PowerItems.Ledger.Keys;

/// <summary>A key that signs heads and receipts: ECDSA P-256 with SHA-256, or SM2 with SM3.</summary>
internal interface ILedgerKey : IDisposable
{
    /// <summary>ES256 or SM2.</summary>
    string Algorithm { get; }

    /// <summary>DER SubjectPublicKeyInfo.</summary>
    byte[] PublicKey { get; }

    /// <summary>The hash of a log that is born under this key.</summary>
    TreeHash Hash { get; }

    /// <summary>r and s, 32 bytes each.</summary>
    byte[] Sign(byte[] data);
}
