using Ronghe.Assessment.Formulas;
using Ronghe.ServiceDefaults.Seeds;

namespace Ronghe.Assessment.Series;

/// <summary>A kind of fact that indicators may use: pushed as a figure, or read from an event of another service.</summary>
/// <param name="Code">Its name in formulas.</param>
/// <param name="Unit">Unit of measure.</param>
/// <param name="Sign">Any, NonNegative or Positive.</param>
/// <param name="Decimals">Decimals that a value may have, 0–4.</param>
/// <param name="Cadence">Month, Quarter or Year for figures, one a period; null for events.</param>
/// <param name="Reporter">Kind of unit that reports it; null for events.</param>
/// <param name="Event">Contract that it is read from; null for figures.</param>
/// <param name="Value">Figure of the event that is the value; null counts 1.</param>
/// <param name="Basis">Only divides or weighs, such as a plan: may be read by several indicators.</param>
/// <param name="Plan">Series of the year's plan that it is measured against; null for none.</param>
/// <param name="When">Figure of the event that must have <paramref name="Equal"/>; null for every event.</param>
public sealed record SeriesItem(
    string Code, string Name, string NameEn, string Unit, string Sign, int Decimals,
    string? Cadence = null, string? Reporter = null, string? Event = null, string? Value = null, string? When = null, string? Equal = null,
    bool Basis = false, string? Plan = null)
{
    internal bool IsFigure => Cadence is not null;

    /// <summary>No event means none happened; no figure means nobody told.</summary>
    internal SeriesFacts Facts => new(Code, Formulas.Unit.Parse(Unit)!, SignOf(Sign), AbsenceIsZero: !IsFigure);

    private static Sign SignOf(string sign) => sign switch
    {
        "Positive" => Formulas.Sign.Positive,
        "NonNegative" => Formulas.Sign.Zero | Formulas.Sign.Positive,
        _ => Formulas.Sign.Any,
    };
}

/// <summary>The series that there are: data that a group replaces by its own.</summary>
public sealed class SeriesCatalogue(IReadOnlyList<SeriesItem> items)
{
    private readonly Dictionary<string, SeriesItem> byCode = items.ToDictionary(item => item.Code, StringComparer.Ordinal);

    private readonly ILookup<string, SeriesItem> byEvent = items.Where(item => item.Event is not null).ToLookup(item => item.Event!, StringComparer.Ordinal);

    internal IReadOnlyList<SeriesItem> Items { get; } = items;

    internal static SeriesCatalogue Load(string seeds)
    {
        var path = Path.Combine(seeds, "assessment", "series.json");
        var items = SeedFile.Read<IReadOnlyList<SeriesItem>>(path);
        for (var index = 0; index < items.Count; index++)
        {
            if (Wrong(items[index], items.Take(index)) is var (field, what)) throw SeedFile.Wrong(path, $"[{index}].{field}", what);
        }

        return new SeriesCatalogue(items);
    }

    internal SeriesItem? Find(string code) => byCode.GetValueOrDefault(code);

    internal IEnumerable<SeriesItem> OfEvent(string contract) => byEvent[contract];

    internal SeriesFacts? Facts(string code) => Find(code)?.Facts;

    private static (string Field, string What)? Wrong(SeriesItem item, IEnumerable<SeriesItem> before) => item switch
    {
        _ when before.Any(other => other.Code == item.Code) => ("code", "is there twice"),
        _ when Formulas.Unit.Parse(item.Unit) is null => ("unit", $"unknown unit '{item.Unit}'"),
        { Sign: not ("Any" or "NonNegative" or "Positive") } => ("sign", "Any, NonNegative or Positive"),
        { Decimals: < 0 or > 4 } => ("decimals", "0 to 4"),
        { Cadence: not (null or "Month" or "Quarter" or "Year") } => ("cadence", "Month, Quarter or Year"),
        { Cadence: null, Event: null } or { Cadence: not null, Event: not null } => ("event", "a series has either a cadence or an event"),
        { Plan: { } plan } when before.All(other => other.Code != plan) => ("plan", $"'{plan}' does not stand above it"),
        { Cadence: not null, Reporter: null } => ("reporter", "who reports it?"),
        _ => null,
    };
}
