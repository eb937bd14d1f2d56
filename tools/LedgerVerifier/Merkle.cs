using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Digests;

namespace Ronghe.LedgerVerifier;

/// <summary>The checks of RFC 9162, sections 2.1.3.2 and 2.1.4.2, as they are written there.</summary>
internal sealed class Merkle(string hash)
{
    internal byte[] Leaf(byte[] data) => Digest([0, .. data]);

    internal byte[] Digest(byte[] data)
    {
        if (hash == "SHA-256") return SHA256.HashData(data);
        if (hash != "SM3") throw new InvalidDataException($"Hash {hash} is not known.");
        var sm3 = new SM3Digest();
        sm3.BlockUpdate(data, 0, data.Length);
        var digest = new byte[32];
        sm3.DoFinal(digest, 0);
        return digest;
    }

    internal bool IsIncluded(byte[] leaf, long index, IReadOnlyList<byte[]> path, long size, byte[] root)
    {
        if (index < 0 || index >= size) return false;
        var (fn, sn, r) = (index, size - 1, leaf);
        foreach (var p in path)
        {
            if (sn == 0) return false;
            if ((fn & 1) == 1 || fn == sn)
            {
                r = Node(p, r);
                while ((fn & 1) == 0 && fn != 0) (fn, sn) = (fn >> 1, sn >> 1);
            }
            else
            {
                r = Node(r, p);
            }

            (fn, sn) = (fn >> 1, sn >> 1);
        }

        return sn == 0 && r.AsSpan().SequenceEqual(root);
    }

    internal bool IsConsistent(long first, byte[] firstRoot, long second, byte[] secondRoot, IReadOnlyList<byte[]> path)
    {
        if (first == second) return path.Count == 0 && firstRoot.AsSpan().SequenceEqual(secondRoot);
        if (first <= 0 || first > second || path.Count == 0) return false;
        var proof = (first & (first - 1)) == 0 ? [firstRoot, .. path] : path;
        var (fn, sn) = (first - 1, second - 1);
        while ((fn & 1) == 1) (fn, sn) = (fn >> 1, sn >> 1);
        var (fr, sr) = (proof[0], proof[0]);
        foreach (var c in proof.Skip(1))
        {
            if (sn == 0) return false;
            if ((fn & 1) == 1 || fn == sn)
            {
                (fr, sr) = (Node(c, fr), Node(c, sr));
                while ((fn & 1) == 0 && fn != 0) (fn, sn) = (fn >> 1, sn >> 1);
            }
            else
            {
                sr = Node(sr, c);
            }

            (fn, sn) = (fn >> 1, sn >> 1);
        }

        return sn == 0 && fr.AsSpan().SequenceEqual(firstRoot) && sr.AsSpan().SequenceEqual(secondRoot);
    }

    /// <summary>Section 2.1.1: the root over all leaves.</summary>
    internal byte[] Root(ReadOnlySpan<byte[]> leaves)
    {
        if (leaves.Length == 0) return Digest([]);
        if (leaves.Length == 1) return leaves[0];
        var half = 1;
        while (half * 2 < leaves.Length) half *= 2;
        return Node(Root(leaves[..half]), Root(leaves[half..]));
    }

    private byte[] Node(byte[] left, byte[] right) => Digest([1, .. left, .. right]);
}
