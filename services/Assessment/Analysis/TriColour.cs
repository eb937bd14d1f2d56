namespace Ronghe.Assessment.Analysis;

/// <summary>
/// The colour of a target month by month. Below 80 % of what was due it is red; red turns yellow only when the whole gap is closed, and
/// yellow goes only when a further month is on target.
/// </summary>
internal static class TriColour
{
    internal const string None = "None";
    internal const string Yellow = "Yellow";
    internal const string Red = "Red";
    private const decimal RedBelow = 0.8m;

    /// <param name="ratios">Done by due, cumulated, for each month from the first; null while a figure is missing, which changes no colour.</param>
    internal static string After(IEnumerable<decimal?> ratios) => ratios.Aggregate(None, (colour, ratio) => ratio switch
    {
        null => colour,
        < RedBelow => Red,
        < 1 => colour == Red ? Red : Yellow,
        _ => colour == Red ? Yellow : None,
    });
}
