using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Ronghe.Welfare.Draws;

/// <summary>
/// The arithmetic of a draw, as docs/decisions/0036 writes it down and tools/DrawVerifier computes it by itself. Whole tickets
/// ordered by HMAC; no floating point, nothing left to choose.
/// </summary>
internal static class Lottery
{
    /// <summary>SHA-256 over salt and person: what the page shows in place of a name.</summary>
    internal static string Commit(byte[] salt, Guid person) => Hex(SHA256.HashData([.. salt, .. Encoding.ASCII.GetBytes(person.ToString())]));

    /// <summary>SHA-256 over the lines <c>commitment tickets\n</c>, in the order of the commitments.</summary>
    internal static string HashOf(IEnumerable<(string Commitment, int Tickets)> candidates) => Hex(SHA256.HashData(Encoding.ASCII.GetBytes(
        string.Concat(candidates.OrderBy(candidate => candidate.Commitment, StringComparer.Ordinal)
            .Select(candidate => string.Create(CultureInfo.InvariantCulture, $"{candidate.Commitment} {candidate.Tickets}\n"))))));

    /// <summary>SHA-256 over secret (left out in the fallback), public value and candidates' hash, one a line.</summary>
    internal static byte[] Seed(byte[]? secret, string publicValue, string candidatesHash) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{(secret is null ? "" : Hex(secret))}\n{publicValue.Trim()}\n{candidatesHash}"));

    /// <summary>The first <paramref name="places"/> candidates whose tickets come first.</summary>
    internal static IReadOnlyList<string> Winners(byte[] seed, IEnumerable<(string Commitment, int Tickets)> candidates, int places) =>
    [
        .. candidates
            .Select(candidate => (candidate.Commitment, First: Enumerable.Range(0, candidate.Tickets).Select(ticket => Rank(seed, candidate.Commitment, ticket)).Min(StringComparer.Ordinal)!))
            .OrderBy(candidate => candidate.First, StringComparer.Ordinal)
            .Take(places).Select(candidate => candidate.Commitment),
    ];

    private static string Rank(byte[] seed, string commitment, int ticket) =>
        Hex(HMACSHA256.HashData(seed, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{commitment}#{ticket}"))));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
