using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Digests;

namespace Ronghe.PowerItems.Ledger.Trees;

/// <summary>The hash of a log, chosen when the log is born: SHA-256, or SM3 (GB/T 32905) where the group's cryptography is Chinese. Both give 32 bytes.</summary>
internal sealed class TreeHash
{
    internal const int Length = 32;

    private readonly Func<byte[], byte[]> digest;

    private TreeHash(string name, Func<byte[], byte[]> digest) => (Name, this.digest) = (name, digest);

    internal static TreeHash Sha256 { get; } = new("SHA-256", SHA256.HashData);

    internal static TreeHash Sm3 { get; } = new("SM3", data =>
    {
        var sm3 = new SM3Digest();
        sm3.BlockUpdate(data, 0, data.Length);
        var hash = new byte[Length];
        sm3.DoFinal(hash, 0);
        return hash;
    });

    internal string Name { get; }

    internal byte[] Digest(byte[] data) => digest(data);

    /// <summary>RFC 9162 section 2.1.1: a leaf can never be taken for a node.</summary>
    internal byte[] Leaf(byte[] data) => digest([0, .. data]);

    internal byte[] Node(byte[] left, byte[] right)
    {
        var both = new byte[1 + (2 * Length)];
        both[0] = 1;
        left.CopyTo(both, 1);
        right.CopyTo(both, 1 + Length);
        return digest(both);
    }

    /// <summary>Hides a personal input: who lacks the 128-bit salt cannot try texts against it.</summary>
    internal byte[] Commit(byte[] salt, byte[] input) => digest([.. salt, .. input]);

    /// <summary>The hash of a tree over these, which may themselves be roots of perfect subtrees of one size, but for the last.</summary>
    internal byte[] Root(IReadOnlyList<byte[]> hashes, int start, int count)
    {
        if (count == 0) return digest([]);
        if (count == 1) return hashes[start];
        var left = MerkleRanges.Split(count);
        return Node(Root(hashes, start, (int)left), Root(hashes, start + (int)left, count - (int)left));
    }
}
