using System.Numerics;
using System.Security.Cryptography;

namespace Ronghe.Welfare.Tests.Surveys;

/// <summary>The client's half of RFC 9474 for RSABSSA-SHA384-PSS-Randomized: what runs on the phone of the one who answers.</summary>
internal sealed class BlindClient
{
    private const int Hash = 48;
    private readonly BigInteger modulus;
    private readonly BigInteger inverse;
    private readonly int length;

    internal BlindClient(byte[] publicKey)
    {
        using var rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(publicKey, out _);
        var key = rsa.ExportParameters(false);
        (modulus, length) = (Number(key.Modulus!), key.Modulus!.Length);
        Prepared = RandomNumberGenerator.GetBytes(64);
        var factor = Number(RandomNumberGenerator.GetBytes(length + 16)) % modulus;
        inverse = Invert(factor, modulus);
        Blinded = Bytes(Number(Encode(Prepared, length * 8 - 1)) * BigInteger.ModPow(factor, Number(key.Exponent!), modulus) % modulus, length);
    }

    /// <summary>The random token, with its random prefix.</summary>
    internal byte[] Prepared { get; }

    internal byte[] Blinded { get; }

    internal byte[] Finalise(byte[] blindSignature) => Bytes(Number(blindSignature) * inverse % modulus, length);

    internal static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    internal static byte[] Bytes(BigInteger number, int length)
    {
        var bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[length - bytes.Length], .. bytes];
    }

    internal static BigInteger Invert(BigInteger number, BigInteger modulus)
    {
        var (a, b, x, y) = (number, modulus, BigInteger.One, BigInteger.Zero);
        while (b != 0) (a, b, x, y) = (b, a % b, y, x - a / b * y);
        return (x % modulus + modulus) % modulus;
    }

    // EMSA-PSS-ENCODE, RFC 8017 §9.1.1.
    private static byte[] Encode(byte[] message, int bits)
    {
        var size = (bits + 7) / 8;
        var salt = RandomNumberGenerator.GetBytes(Hash);
        var h = SHA384.HashData([.. new byte[8], .. SHA384.HashData(message), .. salt]);
        byte[] block = [.. new byte[size - 2 * Hash - 2], 1, .. salt];
        var mask = Mask(h, block.Length);
        for (var index = 0; index < block.Length; index++) block[index] ^= mask[index];
        block[0] &= (byte)(0xFF >> (8 * size - bits));
        return [.. block, .. h, 0xBC];
    }

    private static byte[] Mask(byte[] seed, int size) =>
        [.. Enumerable.Range(0, size / Hash + 1).SelectMany(counter => SHA384.HashData([.. seed, 0, 0, (byte)(counter >> 8), (byte)counter])).Take(size)];
}
