using Ronghe.ServiceDefaults.Seeds;

namespace Ronghe.Assessment.Pioneers;

/// <summary>How much an outcome weighs: by kind, terrain and month. Data that a group replaces by its own.</summary>
/// <param name="Kinds">Points by kind.</param>
/// <param name="Terrains">Factor by terrain.</param>
/// <param name="Months">Factor by season and month, 1–12; months that are not there weigh 1.</param>
internal sealed record Difficulty(
    IReadOnlyDictionary<string, decimal> Kinds, IReadOnlyDictionary<string, decimal> Terrains, IReadOnlyDictionary<string, IReadOnlyDictionary<string, decimal>> Months)
{
    internal static Difficulty Load(string seeds) => SeedFile.Read<Difficulty>(Path.Combine(seeds, "assessment", "difficulty.json"));

    internal decimal Of(string kind, string terrain, string season, int month)
    {
        var text = month.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var factor = Months.TryGetValue(season, out var months) && months.TryGetValue(text, out var some) ? some : 1;
        return Math.Round(Kinds[kind] * Terrains[terrain] * factor, 2, MidpointRounding.AwayFromZero);
    }
}
