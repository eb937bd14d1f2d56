using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Ronghe.DrawVerifier;

/// <summary>The published page of a draw.</summary>
public sealed record DrawPage(
    string State, DateTimeOffset Moment, DateTimeOffset CommittedAt, int Places, string Commitment, string CandidatesHash,
    IReadOnlyList<DrawCandidate> Candidates, string? PublicValue, bool Fallback, string? Secret, IReadOnlyList<string>? Winners);

/// <summary>A candidate as published: a commitment in place of a name, and whole tickets.</summary>
public sealed record DrawCandidate(string Commitment, int Tickets);

/// <summary>Draws again from the page alone. Written apart from the service, so that one mistake is not made twice.</summary>
public static class Check
{
    /// <summary>What is wrong with a page; empty when all is right. Whether the public value is the one that the source gave, the reader compares.</summary>
    public static IEnumerable<string> Page(DrawPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        if (page.CommittedAt >= page.Moment) yield return "the list was sealed after the public value could be known";
        if (page.Candidates.Select(candidate => candidate.Commitment).Distinct().Count() != page.Candidates.Count) yield return "a candidate is listed twice";
        if (page.Candidates.Any(candidate => candidate.Tickets < 1)) yield return "a candidate has no ticket";
        var list = new StringBuilder();
        foreach (var candidate in page.Candidates.OrderBy(candidate => candidate.Commitment, StringComparer.Ordinal))
        {
            list.Append(candidate.Commitment).Append(' ').Append(candidate.Tickets.ToString(CultureInfo.InvariantCulture)).Append('\n');
        }

        if (Sha(list.ToString()) != page.CandidatesHash) yield return "the list is not the one that was sealed";
        if (page.Winners is null || page.PublicValue is null) yield break;
        if (!page.Fallback && (page.Secret is null || Convert.ToHexStringLower(SHA256.HashData(Convert.FromHexString(page.Secret))) != page.Commitment))
            yield return "the secret does not open the commitment";
        if (!Draw(page).SequenceEqual(page.Winners)) yield return "the winners are not those whom the seed draws";
    }

    private static IEnumerable<string> Draw(DrawPage page)
    {
        var seed = SHA256.HashData(Encoding.UTF8.GetBytes((page.Fallback ? "" : page.Secret) + "\n" + page.PublicValue!.Trim() + "\n" + page.CandidatesHash));
        var tickets = new List<(byte[] Rank, string Candidate)>();
        foreach (var candidate in page.Candidates)
        {
            for (var ticket = 0; ticket < candidate.Tickets; ticket++)
                tickets.Add((HMACSHA256.HashData(seed, Encoding.ASCII.GetBytes(candidate.Commitment + "#" + ticket.ToString(CultureInfo.InvariantCulture))), candidate.Commitment));
        }

        tickets.Sort((a, b) => a.Rank.AsSpan().SequenceCompareTo(b.Rank));
        return tickets.Select(ticket => ticket.Candidate).Distinct().Take(page.Places);
    }

    private static string Sha(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text)));
}
