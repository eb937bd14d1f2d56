using System.Security.Cryptography;
using System.Text.Json;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Welfare.Programmes;

/// <summary>How a programme is carried out. The deciders of its case are shown all of it, and it never changes afterwards.</summary>
/// <param name="Mode">Issue (to everyone entitled), Claim (people choose and claim) or Draw (people enter and lots are drawn).</param>
/// <param name="Year">Whose budget pays.</param>
/// <param name="Gifts">What there is to choose from; one at least.</param>
/// <param name="Cap">The cap by which each person is judged, as it was when the plan was made; null for none.</param>
internal sealed record ProgrammePlan(
    string Mode, int Year, string Line, string RuleCode, int RuleVersion, string Occasion, IReadOnlyList<Gift> Gifts, PersonCap? Cap,
    DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt, int WindowSlots, int WindowMinutes, DrawPlan? Draw)
{
    internal const string Issue = nameof(Issue);
    internal const string Claim = nameof(Claim);
    internal const string ByDraw = "Draw";

    /// <summary>How many can receive something at most; null when there is enough for everyone.</summary>
    internal int? Stock => Gifts.Any(gift => gift.Stock is null) ? null : Gifts.Sum(gift => gift.Stock!.Value);

    internal string ComputeDigest() =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this, ServiceDb.Json)));
}

/// <param name="Stock">How many there are; null for enough.</param>
public sealed record Gift(string Code, string Name, string NameEn, int? Stock);

internal sealed record PersonCap(string Code, int Version, decimal Most);

/// <summary>What is fixed about a draw before anybody enters it.</summary>
/// <param name="Source">The public source of the seed, such as a lottery's drawing of a numbered issue.</param>
/// <param name="Moment">When that value is made known: nobody can know it before.</param>
/// <param name="RevealBy">Until then the commitment must be opened; later the fallback holds.</param>
/// <param name="FallbackSource">The public source that replaces both when nothing was revealed in time.</param>
/// <param name="Weights">Tickets by unit path; whoever is below none of them has one ticket.</param>
public sealed record DrawPlan(
    string Source, DateTimeOffset Moment, DateTimeOffset RevealBy, string FallbackSource, IReadOnlyDictionary<string, int>? Weights);
