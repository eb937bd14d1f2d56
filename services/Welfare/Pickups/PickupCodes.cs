using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Problems;
using Ronghe.Welfare.Claims;

namespace Ronghe.Welfare.Pickups;

/// <summary>What a pick-up code says: which claim, where, until when.</summary>
internal sealed record PickupTicket(Guid ClaimId, Guid ProgrammeId, string Site, string Gift, DateTimeOffset Expires);

/// <summary>
/// Codes that a distributor verifies without a signal. The QR is the ticket signed with ES256; the digits are the fallback and are
/// checked against a list of Argon2id hashes, since bare hashes of eight digits fall in minutes. Every replica derives the same keys
/// from the platform's secret, so that no key and no digits lie in the database.
/// </summary>
internal sealed class PickupCodes : IDisposable
{
    internal const int MemoryKiB = 16 * 1024;
    internal const int Iterations = 1;

    private readonly ECDsa key;
    private readonly byte[] digitsKey;

    public PickupCodes(IConfiguration configuration)
    {
        var secret = Encoding.UTF8.GetBytes(configuration["Platform:Secret"] ?? throw new InvalidOperationException("Platform:Secret is not set."));
        // 32 bytes below the group's order, but for a chance of 2^-32: then the key is refused at start.
        key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: "welfare pick-up signature"u8.ToArray()) });
        digitsKey = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: "welfare pick-up digits"u8.ToArray());
    }

    /// <summary>SubjectPublicKeyInfo in Base64, for the distributor's phone.</summary>
    internal string PublicKey => Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());

    internal string Sign(PickupTicket ticket)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(ticket, ServiceDb.Json);
        return $"{Base64Url.EncodeToString(bytes)}.{Base64Url.EncodeToString(Sign(bytes))}";
    }

    internal byte[] Sign(byte[] bytes) => key.SignData(bytes, HashAlgorithmName.SHA256);

    /// <summary>The ticket of a genuine code that held at <paramref name="at"/>; a refusal otherwise.</summary>
    internal (PickupTicket? Ticket, Refusal? Refusal) Verify(string code, DateTimeOffset at)
    {
        try
        {
            if (code.Split('.') is not [var body, var signature]) return (null, ClaimRefusals.CodeForged);
            var bytes = Base64Url.DecodeFromChars(body);
            if (!key.VerifyData(bytes, Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256)) return (null, ClaimRefusals.CodeForged);
            var ticket = JsonSerializer.Deserialize<PickupTicket>(bytes, ServiceDb.Json)!;
            return ticket.Expires < at ? (null, ClaimRefusals.CodeExpired) : (ticket, null);
        }
        catch (Exception broken) when (broken is FormatException or JsonException)
        {
            return (null, ClaimRefusals.CodeForged);
        }
    }

    /// <summary>Eight digits to read aloud; the same for the same claim.</summary>
    internal string Digits(Guid claimId) =>
        (BinaryPrimitives.ReadUInt64BigEndian(HMACSHA256.HashData(digitsKey, claimId.ToByteArray(bigEndian: true))) % 100_000_000).ToString("00000000", CultureInfo.InvariantCulture);

    /// <summary>What a list holds in place of the digits: Argon2id over them, salted by list and claim.</summary>
    internal static byte[] Hash(string digits, byte[] listSalt, Guid claimId)
    {
        var argon = new Argon2BytesGenerator();
        argon.Init(new Argon2Parameters.Builder(Argon2Parameters.Argon2id).WithVersion(Argon2Parameters.Version13)
            .WithSalt([.. listSalt, .. claimId.ToByteArray(bigEndian: true)]).WithMemoryAsKB(MemoryKiB).WithIterations(Iterations).WithParallelism(1).Build());
        var hash = new byte[32];
        argon.GenerateBytes(Encoding.ASCII.GetBytes(digits), hash);
        return hash;
    }

    public void Dispose() => key.Dispose();
}
